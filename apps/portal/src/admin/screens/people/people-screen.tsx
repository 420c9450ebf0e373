import { personPage } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { personColumns, personFilters } from './person-columns.tsx';
import { usePersonBulk } from './person-bulk.ts';

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
