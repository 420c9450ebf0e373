import type { PersonDetail } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';
import { nothing } from '../../../api/client.ts';
import { pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { CancelRequest } from '../requests/cancel-request.tsx';
import { useLatestRequest } from './latest-request.ts';

/** What most often helps somebody who calls, one press away. */
export function CureSheet({ person }: { readonly person: PersonDetail }) {
  const mayWrite = useAllowed('credentials.write');
  const mayEnd = useAllowed('people.write');
  if (!mayWrite && !mayEnd) return null;
  return (
    <Sheet title="What helps">
      <div className="actions">
        {mayWrite && <CancelOpen personId={person.id} />}
        {mayWrite && <CancelPin person={person} />}
        {mayEnd && <EndSessions person={person} />}
      </div>
      <p className="quiet">
        More time, another activation password and a forgotten PIN take the card: the person does that at the
        self-service portal.
      </p>
    </Sheet>
  );
}

function CancelOpen({ personId }: { readonly personId: string }) {
  const [request] = useLatestRequest(personId).data?.items ?? [];
  return request === undefined ? null : <CancelRequest request={request} />;
}

interface AskedProps {
  readonly person: PersonDetail;
}

function CancelPin({ person: { id, displayName } }: AskedProps) {
  return (
    <AskedAct
      label="Cancel registration PIN"
      title={`Cancel the registration PIN of ${displayName}?`}
      path={pathOf('people', id, 'registration-pin', 'cancel')}
      done={`The registration PIN of ${displayName} is cancelled.`}
    >
      No device can be registered with it any more, and a request that came with it ends too. This cannot be undone; the
      person requests a new PIN at the self-service portal.
    </AskedAct>
  );
}

function EndSessions({ person: { id, displayName } }: AskedProps) {
  return (
    <AskedAct
      label="End sessions"
      title={`End every session of ${displayName}?`}
      path={pathOf('people', id, 'sessions', 'end')}
      done={`${displayName} is signed out everywhere.`}
    >
      Every browser in which they are signed in is signed out at once. Phones and credentials go on working. They sign
      in again with the card.
    </AskedAct>
  );
}

interface AskedActProps {
  readonly label: string;
  readonly title: string;
  readonly path: string;
  readonly done: string;
  readonly children: string;
}

function AskedAct({ label, title, path, done, children }: AskedActProps) {
  const [asked, ask] = useState(false);
  const toast = useToast();
  const act = useWrite(nothing, () => {
    ask(false);
    toast({ text: done });
  }, ['requests']);
  return (
    <>
      <Button type="button" outline className="button-small" onClick={() => ask(true)}>
        {label}
      </Button>
      {asked && (
        <ConfirmAct
          title={title}
          verb={label}
          reason="Reason, for the audit log"
          busy={act.isPending}
          error={act.error}
          onConfirm={(reason) => act.mutate({ method: 'POST', path, body: { reason } })}
          onClose={() => ask(false)}
        >
          <p>{children}</p>
        </ConfirmAct>
      )}
    </>
  );
}
