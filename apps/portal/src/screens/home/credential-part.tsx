import type { CredentialView, DeviceView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';
import { serverNow } from '../../api/server-clock.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { DateText } from '../../parts/date.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { useAct } from '../../state/use-act.ts';
import { credentialWord, purposeWords } from '../../words/credential-words.ts';
import { validityWords } from '../../words/dates.ts';

interface CredentialPartProps {
  readonly credential: CredentialView;
  readonly device: DeviceView;
}

export function CredentialPart({ credential, device }: CredentialPartProps) {
  const now = serverNow();
  return (
    <div className="credential">
      <div className="credential__line">
        <h4>{credential.name}</h4>
        <StateMark state={credentialWord(credential, now)} />
      </div>
      {credential.stateReason !== undefined && <p>{credential.stateReason}</p>}
      <p className="credential__days">
        {validityWords(credential.expiresAt, now)}{' '}
        <span className="quiet">
          until <DateText at={credential.expiresAt} />
        </span>
      </p>
      <ul className="purposes" aria-label="Good for">
        {purposeWords(credential).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <DeleteCredential credential={credential} device={device} />
    </div>
  );
}

function DeleteCredential({ credential, device }: CredentialPartProps) {
  const [asking, setAsking] = useState(false);
  const act = useAct(() => setAsking(false));
  const close = (): void => {
    act.reset();
    setAsking(false);
  };
  return (
    <>
      <Button type="button" unstyled className="quiet-act" onClick={() => setAsking(true)}>
        Delete credential
        <span className="usa-sr-only">
          {' '}
          {credential.name} on {device.name}
        </span>
      </Button>
      {asking && (
        <ConfirmDialog
          title={`Delete "${credential.name}"?`}
          confirm="Delete credential"
          keep="Keep it"
          busy={act.busy}
          error={act.error}
          onConfirm={() => act.run({ kind: 'delete-credential', credentialId: credential.id })}
          onClose={close}
        >
          <p>
            Its certificates are revoked at once. Apps on {device.name} that use it stop at their next check-in:{' '}
            {purposeWords(credential).join(', ').toLowerCase()}.
          </p>
          <p>
            The phone stays registered, and your smart card is not touched. You can request a new credential at any
            time.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
