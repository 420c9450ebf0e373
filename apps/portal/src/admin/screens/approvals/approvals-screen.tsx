import type { ListedApproval } from '@lanyard/contract';
import { approvalActTitles, listedApproval, listPage } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import type { Column } from '../../parts/table.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { approvalStates } from '../../words/approval-words.ts';
import { optionsFrom } from '../../words/options-from.ts';

const page = listPage(listedApproval);

const columns: readonly Column<ListedApproval>[] = [
  { key: 'summary', title: 'What', cell: ({ summary }) => summary },
  { key: 'state', title: 'State', cell: ({ state }) => <StateMark state={approvalStates[state]} /> },
  { key: 'asked', title: 'Asked by', cell: ({ asked }) => asked.displayName },
  { key: 'reason', title: 'Why', cell: ({ reason }) => reason },
  { key: 'askedAt', title: 'Asked', cell: ({ asked }) => <DateText at={asked.at} /> },
  { key: 'until', title: 'Decide by', cell: ({ until }) => <DateText at={until} /> },
  { key: 'decided', title: 'Decided by', cell: ({ decided }) => decided?.displayName ?? '' },
];

/** "Settings > Approvals": what waits for a second person, and what became of it. */
export function ApprovalsScreen() {
  const mayChange = useAllowed('settings.write');
  return (
    <>
      <ScreenHead
        title="Approvals"
        acts={
          mayChange && (
            <Link to="/admin/user-settings/approvals/default" className="usa-button usa-button--outline">
              Which acts need one
            </Link>
          )
        }
      />
      <DataTable
        noun="approvals"
        csv
        path="approvals"
        page={page}
        columns={columns}
        filters={[
          { key: 'state', title: 'State', options: optionsFrom(approvalStates) },
          { key: 'act', title: 'Act', options: optionsFrom(approvalActTitles) },
        ]}
        rowKey={({ id }) => id}
        rowName={({ summary }) => summary}
        link={({ id }) => `/admin/approvals/${id}`}
        empty={
          <EmptyState title="Nothing waits for a second person">
            <p>
              When an act is bound to two people, it waits here until somebody else has looked at it and approved it.
            </p>
          </EmptyState>
        }
      />
    </>
  );
}
