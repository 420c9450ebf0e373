import type { RequestRow } from '@lanyard/contract';
import { requestListPage } from '@lanyard/contract';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import type { Choice } from '../../parts/data-table.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import type { Filter } from '../../parts/list-filters.tsx';
import { PersonLink } from '../../parts/person-link.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import type { Column } from '../../parts/table.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { requestStateWords } from '../../words/device-words.ts';
import { optionsFrom } from '../../words/options-from.ts';
import { BulkChoice } from '../bulk/bulk-choice.tsx';
import { CancelRequest } from './cancel-request.tsx';

const columns: readonly Column<RequestRow>[] = [
  { key: 'createdAt', title: 'Requested', sort: 'createdAt', cell: ({ createdAt }) => <DateText at={createdAt} /> },
  { key: 'person', title: 'Person', cell: ({ person }) => <PersonLink person={person} /> },
  { key: 'state', title: 'State', cell: ({ state }) => <StateMark state={requestStateWords[state]} /> },
  { key: 'name', title: 'Name', cell: ({ name }) => name },
  {
    key: 'wrong',
    title: 'Wrong passwords',
    cell: ({ wrongPasswords, wrongLimit }) => `${wrongPasswords} of ${wrongLimit}`,
    number: true,
  },
  { key: 'expiresAt', title: 'Until', cell: ({ expiresAt }) => <DateText at={expiresAt} /> },
  { key: 'device', title: 'Device', cell: ({ device }) => device?.name ?? '' },
];

const filters: readonly Filter[] = [
  { key: 'state', title: 'State', options: optionsFrom(requestStateWords) },
  { key: 'from', title: 'From', options: 'date' },
  { key: 'to', title: 'Before', options: 'date' },
];

const bulkOf = (choice: Choice<RequestRow>) => <BulkChoice area="requests" acts={['cancel']} choice={choice} />;
const actsOf = (row: RequestRow) => <CancelRequest request={row} />;

/** Requests for derived credentials. More time is given at the self-service portal only: it takes the card. */
export function RequestsScreen() {
  const mayWrite = useAllowed('credentials.write');
  return (
    <>
      <ScreenHead title="Requests" />
      <DataTable
        noun="requests"
        path="requests"
        page={requestListPage}
        columns={columns}
        filters={filters}
        defaultSort="-createdAt"
        search="Person"
        rowKey={({ id }) => id}
        rowName={({ name, person }) => `${name}${person === null ? '' : ` of ${person.displayName}`}`}
        link={({ person }) => (person === null ? null : `/admin/people/${person.id}?tab=timeline`)}
        bulkBar={mayWrite ? bulkOf : undefined}
        acts={mayWrite ? actsOf : undefined}
        csv
        empty={
          <EmptyState title="No request yet">
            <p>People make one in the self-service portal, with the card in the reader.</p>
          </EmptyState>
        }
      />
    </>
  );
}
