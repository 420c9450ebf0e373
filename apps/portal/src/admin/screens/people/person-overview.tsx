import type { PersonDetail } from '@lanyard/contract';
import { Link } from '@tanstack/react-router';
import { DateText } from '../../../parts/date.tsx';
import { FactList } from '../../parts/fact-list.tsx';
import { MaybeDate } from '../../parts/maybe-date.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { useAllowed } from '../../state/use-session.ts';
import { roleWords } from '../../words/role-words.ts';
import { originTitles } from '../../words/person-words.ts';
import { CureSheet } from './cure-sheet.tsx';
import { FinishSheet } from './finish-sheet.tsx';
import { StandingSheet } from './standing-sheet.tsx';

export function PersonOverview({ person }: { readonly person: PersonDetail }) {
  const { userName, upn, email, givenName, surname, origin, source, roles, groups, createdAt, changedAt } = person;
  const mayStanding = useAllowed('credentials.read');
  return (
    <div className="sheets">
      <FinishSheet personId={person.id} />
      {mayStanding && <StandingSheet personId={person.id} />}
      <CureSheet person={person} />
      <Sheet title="Facts" wide>
        <FactList
          facts={[
            { title: 'User name', value: userName },
            { title: 'User Principal Name', value: upn },
            { title: 'E-mail', value: email },
            { title: 'Given name', value: givenName },
            { title: 'Surname', value: surname },
            { title: 'Comes from', value: source === null ? originTitles[origin] : source.name },
            { title: 'Known since', value: <DateText at={createdAt} /> },
            { title: 'Last changed', value: <MaybeDate at={changedAt} none="never" /> },
            { title: 'Role', value: roleWords(roles) || 'none' },
          ]}
        />
        <h3>User groups</h3>
        {groups.length === 0 ? (
          <p>
            In none. Put the person into one under <Link to="/admin/groups">User Groups</Link> to give them other
            settings.
          </p>
        ) : (
          <ul>
            {groups.map(({ id, name }) => (
              <li key={id}>
                <Link to={`/admin/groups/${id}`}>{name}</Link>
              </li>
            ))}
          </ul>
        )}
      </Sheet>
    </div>
  );
}
