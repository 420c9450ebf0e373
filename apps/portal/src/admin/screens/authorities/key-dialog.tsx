import type { RecoveredKey } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { Dialog } from '../../../parts/dialog.tsx';
import { Note } from '../../../parts/note.tsx';
import { saveFile } from '../../api/download-csv.ts';

const octetsOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** A recovered key, shown once: the file and its password, which are kept nowhere. */
export function KeyDialog({ recovered, onClose }: { readonly recovered: RecoveredKey; readonly onClose: () => void }) {
  const { fileName, pkcs12, password } = recovered;
  const [saved, setSaved] = useState(false);
  const [warned, setWarned] = useState(false);
  const save = (): void => {
    saveFile(new Blob([octetsOf(pkcs12)], { type: 'application/x-pkcs12' }), fileName);
    setSaved(true);
  };
  // Escape and a hasty click must not lose what cannot be had again.
  const close = (): void => (saved ? onClose() : setWarned(true));
  return (
    <Dialog title="The recovered key" onClose={close}>
      {warned && !saved && (
        <Note tone="attention" title="The file is not saved yet." urgent>
          <p>
            When this closes, file and password are gone, and the key has to be asked for again. Save the file first.
          </p>
        </Note>
      )}
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
        <Button type="button" outline onClick={close}>
          I have both
        </Button>
      </div>
    </Dialog>
  );
}
