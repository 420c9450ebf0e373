import type { RequestView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Countdown } from '../../parts/countdown.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { useAct } from '../../state/use-act.ts';

/** The time left, more of it, and the way out; once the password is accepted only the way out remains. */
export function TimeBar({ request }: { readonly request: RequestView }) {
  const act = useAct(() => undefined);
  const pending = request.state === 'pending';
  return (
    <div className="time-bar">
      <span className="time-bar__name">{request.name}</span>
      {pending && <Countdown until={request.expiresAt} label="Time left" />}
      {pending && (
        <Button
          type="button"
          outline
          aria-disabled={act.busy}
          onClick={() => act.run({ kind: 'more-time', requestId: request.id })}
        >
          More time
        </Button>
      )}
      <CancelRequest requestId={request.id} />
      {act.error !== null && <TroubleNote error={act.error} />}
    </div>
  );
}

function CancelRequest({ requestId }: { readonly requestId: string }) {
  const [asking, setAsking] = useState(false);
  const act = useAct(() => setAsking(false));
  const close = (): void => {
    act.reset();
    setAsking(false);
  };
  return (
    <>
      <Button type="button" unstyled className="quiet-act" onClick={() => setAsking(true)}>
        Cancel this request
      </Button>
      {asking && (
        <ConfirmDialog
          title="Cancel this request?"
          confirm="Cancel this request"
          keep="Go on with it"
          busy={act.busy}
          error={act.error}
          onConfirm={() => act.run({ kind: 'cancel', requestId })}
          onClose={close}
        >
          <p>
            The registration PIN and the activation password stop working. Credentials that you already have stay as
            they are.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
