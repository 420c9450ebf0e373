import type { RequestRow } from '@lanyard/contract';
import { requestOutcome } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';
import { pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { useToast } from '../../parts/undo-toast.tsx';

const whoseIs = ({ person, name }: RequestRow): string => person?.displayName ?? name;

/**
 * Cancels an open request; nothing for one that has ended. The question stays with the request that it was asked of,
 * whatever becomes of it meanwhile: the server says what.
 */
export function CancelRequest({ request }: { readonly request: RequestRow }) {
  const [asked, ask] = useState<RequestRow | null>(null);
  const isOpen = request.state === 'pending' || request.state === 'activating';
  return (
    <>
      {isOpen && (
        <Button
          type="button"
          outline
          className="button-small"
          aria-label={`Cancel request of ${whoseIs(request)}`}
          onClick={() => ask(request)}
        >
          Cancel request
        </Button>
      )}
      {asked !== null && <CancelQuestion request={asked} onClose={() => ask(null)} />}
    </>
  );
}

interface CancelQuestionProps {
  readonly request: RequestRow;
  readonly onClose: () => void;
}

function CancelQuestion({ request, onClose }: CancelQuestionProps) {
  const { id, state, withRegistration } = request;
  const whose = whoseIs(request);
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
