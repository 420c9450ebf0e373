import type { AdministratorView } from '@lanyard/contract';
import { administratorView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DateText } from '../../../parts/date.tsx';
import { pathOf } from '../../api/admin-call.ts';
import { adminQuery } from '../../api/admin-query.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useParam } from '../../state/use-address.ts';
import { useAllowed } from '../../state/use-session.ts';
import { roleTitles } from '../../words/role-words.ts';
import { RolesForm } from './roles-form.tsx';

/** The roles of one person, and who gave them. */
export function AdministratorScreen() {
  const found = useQuery(adminQuery(administratorView, pathOf('administrators', useParam('id'))));
  return (
    <>
      <ScreenHead
        title={found.data === undefined ? 'Roles' : `Roles of ${found.data.displayName}`}
        of={{ title: 'Administrators', path: '/admin/administrators' }}
      />
      <Loaded query={found}>{(data) => <Administrator key={data.personId} administrator={data} />}</Loaded>
    </>
  );
}

function Administrator({ administrator }: { readonly administrator: AdministratorView }) {
  const { personId, userName, upn, roles } = administrator;
  const mayWrite = useAllowed('administrators.write');
  return (
    <>
      <p>
        <Link to={`/admin/people/${personId}`}>{userName}</Link>, {upn}
      </p>
      {roles.length > 0 && (
        <ul>
          {roles.map(({ role, givenAt, givenBy }) => (
            <li key={role}>
              {roleTitles[role]}, given by {givenBy} on <DateText at={givenAt} />
            </li>
          ))}
        </ul>
      )}
      <RolesForm administrator={administrator} readOnly={!mayWrite} />
    </>
  );
}
