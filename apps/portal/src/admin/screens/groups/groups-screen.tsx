import type { GroupRow } from '@lanyard/contract';
import { groupPage } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';
import { DateText } from '../../../parts/date.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import type { Column } from '../../parts/table.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { optionsFrom } from '../../words/options-from.ts';
import { originTitles } from '../../words/person-words.ts';
import { numberWords } from '../../words/total-words.ts';

const columns: readonly Column<GroupRow>[] = [
  { key: 'name', title: 'Group', sort: 'name', cell: ({ name }) => name },
  {
    key: 'members',
    title: 'Members',
    cell: ({ members: { count, atLeast } }) => `${numberWords(count)}${atLeast ? '+' : ''}`,
    number: true,
  },
  { key: 'origin', title: 'Comes from', cell: ({ origin }) => originTitles[origin] },
  { key: 'createdAt', title: 'Made', cell: ({ createdAt }) => <DateText at={createdAt} /> },
];

/** "Users > User Groups": whom settings and configurations can be different for. */
export function GroupsScreen() {
  const add = useAllowed('people.write') && (
    <Link to="/admin/groups/new" className="usa-button">
      +Add
    </Link>
  );
  return (
    <>
      <ScreenHead title="User Groups" acts={add} />
      <DataTable
        noun="user groups"
        csv
        path="groups"
        page={groupPage}
        columns={columns}
        defaultSort="name"
        filters={[{ key: 'origin', title: 'Comes from', options: optionsFrom(originTitles) }]}
        search="Name"
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        link={({ id }) => `/admin/groups/${id}`}
        empty={
          <EmptyState title="No user group yet" act={add}>
            <p>
              Make a group when some people need other settings or apps than everybody: who has which card, who may use
              which phone. Without groups the default settings hold for all.
            </p>
          </EmptyState>
        }
      />
    </>
  );
}
