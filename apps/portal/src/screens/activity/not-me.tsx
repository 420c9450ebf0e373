import type { CredentialView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useAct } from '../../state/use-act.ts';

/** For a credential that somebody else put on a device in the person's name. */
export function NotMe({ credential }: { readonly credential: CredentialView }) {
  const [asking, setAsking] = useState(false);
  const act = useAct(() => setAsking(false));
  const close = (): void => {
    act.reset();
    setAsking(false);
  };
  return (
    <>
      <Button type="button" outline className="button-small" onClick={() => setAsking(true)}>
        This wasn't me<span className="usa-sr-only">: {credential.name}</span>
      </Button>
      {asking && (
        <ConfirmDialog
          title="This wasn't you?"
          confirm="End it now"
          keep="Cancel"
          busy={act.busy}
          error={act.error}
          onConfirm={() => act.run({ kind: 'not-me', credentialId: credential.id })}
          onClose={close}
        >
          <p>
            The credential "{credential.name}" is revoked at once, and the device that carries it is marked as lost:
            nothing on it works in your name any more.
          </p>
          <p>Your smart card is not touched. If the device is yours after all, you can set it up again.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
