import type { SessionKind } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { factsQuery } from '../../api/queries.ts';
import { Logo } from '../../parts/logo.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { signOut } from '../../state/sign-out.ts';
import { useSession } from '../state/use-session.ts';
import { roleWords } from '../words/role-words.ts';
import { SearchBox } from './search-box.tsx';

export function AdminHeader() {
  const facts = useQuery(factsQuery).data;
  return (
    <header className="header header--admin">
      <div className="header__bar">
        <Link to="/admin" className="header__home" activeOptions={{ exact: true }}>
          <Logo size={36} />
          <span>
            <span className="header__organisation">{facts?.organisation ?? 'Lanyard'}</span>
            <span className="header__product">Administration</span>
          </span>
        </Link>
        <SearchBox />
        <WhoIsHere />
      </div>
    </header>
  );
}

/** Whoever is not here with a card may not do everything, so it is said. */
const sessionWords: Readonly<Record<SessionKind, string>> = {
  primary: '',
  derived: ', with a derived credential',
  link: ', by a link of the console',
  passkey: ', with a passkey',
};

function WhoIsHere() {
  const session = useSession();
  const client = useQueryClient();
  const leave = useMutation({ mutationFn: () => signOut(client), onSuccess: () => location.assign('/sign-in') });
  return (
    <div className="header__person">
      <span>
        <span className="header__name">{session.displayName}</span>
        <span className="header__kind">
          {roleWords(session.roles)}
          {sessionWords[session.kind]}
        </span>
      </span>
      <a href="/" className="header__own">
        My credentials
      </a>
      <Button type="button" outline className="button-small" onClick={() => leave.mutate()}>
        Sign out
      </Button>
      {leave.isError && <TroubleNote error={leave.error} />}
    </div>
  );
}
