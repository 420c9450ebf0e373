import type { ApprovalView } from '@lanyard/contract';
import { approvalActTitles, approvalView, trustChangeAsked } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { FactList } from '../../parts/fact-list.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { useParam } from '../../state/use-address.ts';
import { useSession } from '../../state/use-session.ts';
import { approvalStates, failureWords } from '../../words/approval-words.ts';
import { TrustWords } from '../user-settings/trust-words.tsx';
import { Decide, Withdraw } from './approval-acts.tsx';

/** One act that waits, or waited, for a second person. */
export function ApprovalScreen() {
  const found = useQuery(adminQuery(approvalView, pathOf('approvals', useParam('id'))));
  return (
    <>
      <ScreenHead
        title={found.data === undefined ? 'Approval' : approvalActTitles[found.data.act]}
        of={{ title: 'Approvals', path: '/admin/approvals' }}
      />
      <Loaded query={found}>{(data) => <Approval approval={data} />}</Loaded>
    </>
  );
}

function Approval({ approval }: { readonly approval: ApprovalView }) {
  const { summary, state, asked, reason, until, decided, doneAt, failure, input, mayDecide } = approval;
  const trust = approval.act === 'trust.change' ? trustChangeAsked.safeParse(input).data?.trust : undefined;
  const mine = useSession().personId === asked.personId;
  return (
    <>
      <p>
        <StateMark state={approvalStates[state]} />
      </p>
      <p className="lead">{summary}</p>
      {state === 'pending' && mayDecide && <Decide approval={approval} />}
      {state === 'pending' && mine && <Withdraw approval={approval} />}
      {state === 'pending' && mine && <p>You asked for it yourself, so somebody else has to decide.</p>}
      <div className="sheets">
        <Sheet title="Who and why">
          <FactList
            facts={[
              { title: 'Asked by', value: asked.displayName },
              { title: 'Asked', value: <DateText at={asked.at} /> },
              { title: 'Reason', value: reason },
              { title: 'Decide by', value: <DateText at={until} /> },
              { title: 'Decided by', value: decided?.displayName ?? null },
              { title: 'Reason of the decision', value: decided?.reason ?? null },
              { title: 'Done', value: doneAt === null ? null : <DateText at={doneAt} /> },
              { title: 'Why it could not be done', value: failure === null ? null : failureWords(failure) },
            ]}
          />
        </Sheet>
        {trust !== undefined && (
          <Sheet title="Whose cards open the portal">
            <TrustWords change={trust} />
          </Sheet>
        )}
        <Sheet title="Exactly what would be done">
          <pre className="raw">{JSON.stringify(input, null, 2)}</pre>
        </Sheet>
      </div>
    </>
  );
}
