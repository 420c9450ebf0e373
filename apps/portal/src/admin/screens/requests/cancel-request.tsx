import type { RequestRow } from '@lanyard/contract';
import { requestOutcome } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';
import { pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { useToast } from '../../parts/undo-toast.tsx';

/** Cancels an open request; nothing for one that has ended. */
export function CancelRequest({ request }: { readonly request: RequestRow }) {
  const [asked, ask] = useState(false);
  if (request.state !== 'pending' && request.state !== 'activating') return null;
  const whose = request.person?.displayName ?? request.name;
  return (
    <>
      <Button
        type="button"
        outline
        className="button-small"
        aria-label={`Cancel request of ${whose}`}
        onClick={() => ask(true)}
      >
        Cancel request
      </Button>
      {asked && <CancelQuestion request={request} whose={whose} onClose={() => ask(false)} />}
    </>
  );
}

interface CancelQuestionProps {
  readonly request: RequestRow;
  readonly whose: string;
  readonly onClose: () => void;
}

function CancelQuestion({ request: { id, state, withRegistration }, whose, onClose }: CancelQuestionProps) {
  const toast = useToast();
  const cancel = useWrite(requestOutcome, () => {
    onClose();
    toast({ text: `The request of ${whose} is cancelled.` });
  }, ['people', 'credentials', 'devices']);
  return (
    <ConfirmAct
      title={`Cancel the request of ${whose}?`}
      verb="Cancel request"
      reason="Reason, for the audit log"
      busy={cancel.isPending}
      error={cancel.error}
      onConfirm={(reason) =>
        cancel.mutate({ method: 'POST', path: pathOf('requests', id, 'cancel'), body: { reason } })
      }
      onClose={onClose}
    >
      <p>
        The activation password{withRegistration ? ' and the registration PIN stop' : ' stops'} working at once
        {state === 'activating' && ', and what the phone has made of the credential so far is revoked'}.
      </p>
      <p>
        <strong>This cannot be undone.</strong> The person makes a new request with the card, which takes a minute.
      </p>
    </ConfirmAct>
  );
}
