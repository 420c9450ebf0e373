import type { RecoveredKey, RecoveryView } from '@lanyard/contract';
import { recoveredKey } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { Dialog } from '../../../parts/dialog.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { saveFile } from '../../api/download-csv.ts';
import { useWrite } from '../../api/use-write.ts';
import { Refusal } from '../../parts/refusal.tsx';

/** Takes a recovered key: once. The file and its password are shown in one dialog and kept nowhere. */
export function TakeKey({ recovery }: { readonly recovery: RecoveryView }) {
  const [key, setKey] = useState<RecoveredKey | null>(null);
  const take = useWrite(recoveredKey, setKey);
  const path = pathOf('recoveries', recovery.id, 'take');
  return (
    <>
      <Button
        type="button"
        className="button-small"
        aria-disabled={take.isPending}
        onClick={() => !take.isPending && take.mutate({ method: 'POST', path })}
      >
        Take key
      </Button>
      {take.isError && <Refusal error={take.error} />}
      {key !== null && <KeyDialog recovered={key} onClose={() => setKey(null)} />}
    </>
  );
}

const octetsOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

function KeyDialog({ recovered, onClose }: { readonly recovered: RecoveredKey; readonly onClose: () => void }) {
  const { fileName, pkcs12, password } = recovered;
  const save = (): void => saveFile(new Blob([octetsOf(pkcs12)], { type: 'application/x-pkcs12' }), fileName);
  return (
    <Dialog title="The recovered key" onClose={onClose}>
      <p>Both are shown this once. Give file and password to whoever needs them on two different ways.</p>
      <p>
        Password: <code data-field="recovery-password">{password}</code> <CopyButton text={password} what="password" />
      </p>
      <div className="actions">
        <Button type="button" onClick={save}>
          Save {fileName}
        </Button>
        <Button type="button" outline onClick={onClose}>
          I have both
        </Button>
      </div>
    </Dialog>
  );
}
