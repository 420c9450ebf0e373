import type { AuthorityView } from '@lanyard/contract';
import { authorityView, submitted } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useId, useState } from 'react';
import { pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { useToast } from '../../parts/undo-toast.tsx';
import { Refusal } from '../../parts/refusal.tsx';

/** "Publish CRL now", and a successor where the key is not kept in a ceremony. */
export function AuthorityActs({ authority }: { readonly authority: AuthorityView }) {
  const [asked, ask] = useState(false);
  const toast = useToast();
  const publish = useWrite(authorityView, ({ crl }) => toast({ text: `CRL ${crl?.number ?? ''} is published.` }));
  if (authority.keyPlace === 'offline') return <p>Its CRL comes from a key ceremony.</p>;
  const path = pathOf('authorities', authority.id, 'crl');
  return (
    <>
      <Button
        type="button"
        outline
        className="button-small"
        aria-disabled={publish.isPending}
        onClick={() => !publish.isPending && publish.mutate({ method: 'POST', path })}
      >
        {publish.isPending ? 'Publishing…' : 'Publish CRL now'}
      </Button>
      {authority.kind !== 'root' && (
        <Button type="button" outline className="button-small" onClick={() => ask(true)}>
          Make successor
        </Button>
      )}
      {publish.isError && <Refusal error={publish.error} />}
      {asked && <SuccessorQuestion authority={authority} onClose={() => ask(false)} />}
    </>
  );
}

const usualDays = 1_826;

function SuccessorQuestion({
  authority,
  onClose,
}: {
  readonly authority: AuthorityView;
  readonly onClose: () => void;
}) {
  const toast = useToast();
  const id = useId();
  const [days, setDays] = useState(String(usualDays));
  const [from, setFrom] = useState('');
  const order = useWrite(
    submitted,
    ({ state }) => {
      onClose();
      toast({
        text:
          state === 'done'
            ? 'The successor is being made; it appears in the list within a minute.'
            : 'The successor waits for a second person, under Approvals.',
      });
    },
    ['approvals', 'dashboard'],
  );
  const body = {
    lifetimeDays: Number(days),
    ...(from === '' ? {} : { activeFrom: new Date(`${from}T00:00:00Z`).toISOString() }),
  };
  return (
    <ConfirmAct
      title={`Make a successor of ${authority.id}?`}
      verb="Make successor"
      reason="Reason, for the audit log"
      busy={order.isPending}
      error={order.error}
      onConfirm={(reason) =>
        order.mutate({
          method: 'POST',
          path: pathOf('authorities', authority.line, 'roll-over'),
          body: { ...body, reason },
        })
      }
      onClose={onClose}
    >
      <p>
        A new authority with a key of its own takes over the issuing. What this one issued stays valid, and its CRL and
        OCSP go on.
      </p>
      <p>
        <strong>This cannot be undone.</strong> Everybody who relies on the certificates has to learn of the new
        authority: give them time, or make them trust the root.
      </p>
      <label className="usa-label" htmlFor={`${id}-days`}>
        Lifetime in days
      </label>
      <input
        id={`${id}-days`}
        className="usa-input"
        type="number"
        min={30}
        max={3653}
        value={days}
        onChange={(event) => setDays(event.target.value)}
      />
      <label className="usa-label" htmlFor={`${id}-from`}>
        Issues from (empty: at once)
      </label>
      <input
        id={`${id}-from`}
        className="usa-input"
        type="date"
        value={from}
        onChange={(event) => setFrom(event.target.value)}
      />
    </ConfirmAct>
  );
}
