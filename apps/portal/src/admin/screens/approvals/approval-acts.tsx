import type { ApprovalView, DecisionInput } from '@lanyard/contract';
import { errorCatalogue } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';
import { nothing } from '../../../api/client.ts';
import { Note } from '../../../parts/note.tsx';
import { TroubleNote } from '../../../parts/trouble-note.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { useWrite } from '../../api/use-write.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';

interface ApprovalProps {
  readonly approval: ApprovalView;
}

type Decision = DecisionInput['decision'];

/**
 * Approve or refuse, with a reason that the audit log keeps. Whose approval would not count reads why instead; refusing
 * is open to everybody with a card.
 */
export function Decide({ approval: { id, summary, notByYou } }: ApprovalProps) {
  const [asked, ask] = useState<Decision | null>(null);
  const decide = useWrite(nothing, () => ask(null));
  return (
    <>
      {notByYou !== null && (
        <Note tone="waiting" title={`You cannot approve this. ${errorCatalogue[notByYou].title}`}>
          <p>{errorCatalogue[notByYou].next}</p>
        </Note>
      )}
      <div className="actions">
        {notByYou === null && (
          <Button type="button" onClick={() => ask('approve')}>
            Approve
          </Button>
        )}
        {notByYou !== 'session_not_primary' && (
          <Button type="button" outline onClick={() => ask('refuse')}>
            Refuse
          </Button>
        )}
      </div>
      {asked !== null && (
        <ConfirmAct
          title={asked === 'approve' ? 'Approve this?' : 'Refuse this?'}
          verb={asked === 'approve' ? 'Approve' : 'Refuse'}
          reason="Reason, for the audit log"
          harmless={asked === 'refuse'}
          busy={decide.isPending}
          error={decide.error}
          onConfirm={(reason) =>
            decide.mutate({
              method: 'POST',
              path: pathOf('approvals', id, 'decision'),
              body: { decision: asked, reason },
            })
          }
          onClose={() => ask(null)}
        >
          <p>{summary}</p>
          <p>{asked === 'approve' ? 'It is done at once.' : 'It is not done; whoever asked is told why.'}</p>
        </ConfirmAct>
      )}
    </>
  );
}

export function Withdraw({ approval: { id } }: ApprovalProps) {
  const withdraw = useWrite(nothing);
  return (
    <>
      <p>
        <Button
          type="button"
          outline
          aria-disabled={withdraw.isPending}
          onClick={() => !withdraw.isPending && withdraw.mutate({ method: 'DELETE', path: pathOf('approvals', id) })}
        >
          Withdraw
        </Button>
      </p>
      {withdraw.error !== null && <TroubleNote error={withdraw.error} />}
    </>
  );
}
