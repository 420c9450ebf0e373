import type { PersonRow } from '@lanyard/contract';
import { personPage } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';
import { DateText } from '../../../parts/date.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import type { Filter } from '../../parts/list-filters.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import type { Column } from '../../parts/table.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { optionsFrom } from '../../words/options-from.ts';
import { originTitles, personStates } from '../../words/person-words.ts';
import { usePersonBulk } from './person-bulk.ts';

export const personColumns: readonly Column<PersonRow>[] = [
  { key: 'displayName', title: 'Name', sort: 'displayName', cell: ({ displayName }) => displayName },
  { key: 'userName', title: 'User name', sort: 'userName', cell: ({ userName }) => userName },
  { key: 'email', title: 'E-mail', sort: 'email', cell: ({ email }) => email },
  { key: 'upn', title: 'UPN', sort: 'upn', cell: ({ upn }) => upn, extra: true },
  { key: 'state', title: 'State', cell: ({ state }) => <StateMark state={personStates[state]} /> },
  { key: 'stateSince', title: 'Since', cell: ({ stateSince }) => <DateText at={stateSince} />, extra: true },
  { key: 'origin', title: 'Comes from', cell: ({ origin }) => originTitles[origin] },
  {
    key: 'createdAt',
    title: 'Known since',
    sort: 'createdAt',
    cell: ({ createdAt }) => <DateText at={createdAt} />,
    extra: true,
  },
];

export const personFilters: readonly Filter[] = [
  { key: 'state', title: 'State', options: optionsFrom(personStates) },
  { key: 'origin', title: 'Comes from', options: optionsFrom(originTitles) },
];

export function PeopleScreen() {
  const mayWrite = useAllowed('people.write');
  const bulk = usePersonBulk();
  return (
    <>
      <ScreenHead title="People" acts={mayWrite && <PeopleActs />} />
      <DataTable
        noun="people"
        path="people"
        page={personPage}
        columns={personColumns}
        filters={personFilters}
        defaultSort="userName"
        search="Name, user name, UPN or e-mail"
        rowKey={({ id }) => id}
        rowName={({ displayName }) => displayName}
        link={({ id }) => `/admin/people/${id}`}
        bulk={mayWrite ? bulk : []}
        csv
        empty={
          <EmptyState title="Nobody is known yet" act={mayWrite && <PeopleActs />}>
            <p>
              Everybody who is to have a derived credential stands here. Add people one by one, import a CSV file, or
              connect your directory under Settings.
            </p>
          </EmptyState>
        }
      />
    </>
  );
}

const PeopleActs = () => (
  <>
    <Link to="/admin/people/new" className="usa-button">
      +Add
    </Link>
    <Link to="/admin/people/import" className="usa-button usa-button--outline">
      Import CSV
    </Link>
  </>
);
