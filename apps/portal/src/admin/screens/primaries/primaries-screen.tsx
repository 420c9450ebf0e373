import type { PrimaryRow } from '@lanyard/contract';
import { primaryListPage } from '@lanyard/contract';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import type { Filter } from '../../parts/list-filters.tsx';
import { PersonLink } from '../../parts/person-link.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import type { Column } from '../../parts/table.tsx';
import { daysAhead, primaryStates } from '../../words/act-words.ts';
import { optionsFrom } from '../../words/options-from.ts';

const columns: readonly Column<PrimaryRow>[] = [
  { key: 'subject', title: 'Card certificate', cell: ({ subject }) => subject },
  { key: 'person', title: 'Person', cell: ({ person }) => <PersonLink person={person} /> },
  { key: 'status', title: 'State', cell: ({ status }) => <StateMark state={primaryStates[status]} /> },
  { key: 'statusAt', title: 'Checked', cell: ({ statusAt }) => <DateText at={statusAt} /> },
  {
    key: 'lastProvedAt',
    title: 'Last shown',
    sort: 'lastProvedAt',
    cell: ({ lastProvedAt }) => <DateText at={lastProvedAt} />,
  },
  { key: 'notAfter', title: 'Expires', sort: 'notAfter', cell: ({ notAfter }) => <DateText at={notAfter} /> },
  { key: 'serial', title: 'Serial number', cell: ({ serial }) => <code>{serial}</code>, extra: true },
  { key: 'issuer', title: 'Issuer', cell: ({ issuer }) => issuer, extra: true },
];

const filters: readonly Filter[] = [
  { key: 'status', title: 'State', options: optionsFrom(primaryStates) },
  { key: 'expiringDays', title: 'Expires within', options: daysAhead },
];

/** Smart cards that people proved: their issuers end them, nobody here does. */
export const PrimariesScreen = () => (
  <>
    <ScreenHead title="Primary credentials" />
    <p>
      The smart cards that people signed in with. Their issuers suspend and revoke them; what hangs on them here follows
      by itself.
    </p>
    <DataTable
      noun="cards"
      path="primaries"
      page={primaryListPage}
      columns={columns}
      filters={filters}
      defaultSort="-lastProvedAt"
      search="Person or serial number"
      rowKey={({ id }) => id}
      rowName={({ subject }) => subject}
      csv
      empty={
        <EmptyState title="No card yet">
          <p>A card appears here when somebody signs in to the self-service portal with it.</p>
        </EmptyState>
      }
    />
  </>
);
