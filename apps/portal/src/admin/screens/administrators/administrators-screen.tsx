import type { AdministratorView } from '@lanyard/contract';
import { administratorView, listPage } from '@lanyard/contract';
import { useRouter } from '@tanstack/react-router';
import { StateMark } from '../../../parts/state-mark.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import { peopleSource, Picker } from '../../parts/picker.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import type { Column } from '../../parts/table.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { optionsFrom } from '../../words/options-from.ts';
import { personStates } from '../../words/person-words.ts';
import { roleTitles, roleWords } from '../../words/role-words.ts';

const page = listPage(administratorView);

const columns: readonly Column<AdministratorView>[] = [
  { key: 'displayName', title: 'Name', cell: ({ displayName }) => displayName },
  { key: 'userName', title: 'User name', cell: ({ userName }) => userName },
  { key: 'roles', title: 'Role', cell: ({ roles }) => roleWords(roles.map(({ role }) => role)) },
  { key: 'state', title: 'State', cell: ({ state }) => <StateMark state={personStates[state]} /> },
  { key: 'givenBy', title: 'Given by', cell: ({ roles }) => roles[0]?.givenBy ?? '' },
  { key: 'givenAt', title: 'Since', cell: ({ roles }) => <MaybeDate at={roles[0]?.givenAt ?? null} /> },
];

/** "Settings > Administrators": who may do what here. */
export function AdministratorsScreen() {
  const mayWrite = useAllowed('administrators.write');
  return (
    <>
      <ScreenHead title="Administrators" />
      {mayWrite && <GiveRole />}
      <DataTable
        noun="administrators"
        csv
        path="administrators"
        page={page}
        columns={columns}
        filters={[{ key: 'role', title: 'Role', options: optionsFrom(roleTitles) }]}
        search="Name, user name or UPN"
        rowKey={({ personId }) => personId}
        rowName={({ displayName }) => displayName}
        link={({ personId }) => `/admin/administrators/${personId}`}
        empty={
          <EmptyState title="Nobody has a role">
            <p>
              Give somebody a role above. If you are locked out, <code>lanyard admin link</code> on the console makes a
              way in.
            </p>
          </EmptyState>
        }
      />
    </>
  );
}

function GiveRole() {
  const { history } = useRouter();
  return (
    <div className="form">
      <Picker
        label="Give somebody a role"
        source={peopleSource}
        picked={[]}
        single
        onChange={([person]) => person !== undefined && history.push(`/admin/administrators/${person.id}`)}
      />
    </div>
  );
}
