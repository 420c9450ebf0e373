import type { RecoveredKey } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { Dialog } from '../../../parts/dialog.tsx';
import { saveFile } from '../../api/download-csv.ts';

const octetsOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** A recovered key, shown once: the file and its password, which are kept nowhere. */
export function KeyDialog({ recovered, onClose }: { readonly recovered: RecoveredKey; readonly onClose: () => void }) {
  const { fileName, pkcs12, password } = recovered;
  const save = (): void => saveFile(new Blob([octetsOf(pkcs12)], { type: 'application/x-pkcs12' }), fileName);
  return (
    <Dialog title="The recovered key" onClose={onClose}>
      <p>Both are shown this once. Give file and password to whoever needs them on two different ways.</p>
      <p>
        File: <code>{fileName}</code>
      </p>
      <p>
        Password: <code data-field="recovery-password">{password}</code> <CopyButton text={password} what="password" />
      </p>
      <div className="actions">
        <Button type="button" onClick={save}>
          Save file
        </Button>
        <Button type="button" outline onClick={onClose}>
          I have both
        </Button>
      </div>
    </Dialog>
  );
}
