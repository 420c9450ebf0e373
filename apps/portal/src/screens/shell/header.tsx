import type { SessionView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { factsQuery, sessionQuery } from '../../api/queries.ts';
import { Logo } from '../../parts/logo.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { signOut } from '../../state/sign-out.ts';
import { openedWith } from '../../words/session-words.ts';

export function Header() {
  const facts = useQuery(factsQuery).data;
  const session = useQuery({ ...sessionQuery, enabled: false }).data ?? null;
  return (
    <header className="header">
      <div className="header__bar">
        <Link to="/" className="header__home">
          <Mark />
          <span>
            <span className="header__organisation">{facts?.organisation ?? 'Lanyard'}</span>
            <span className="header__product">Derived credentials</span>
          </span>
        </Link>
        {session !== null && <Places administers={session.roles.length > 0} />}
        {session !== null && <Person session={session} />}
      </div>
    </header>
  );
}

/** The organisation's logo, else the product's. It says nothing that the name beside it does not. */
function Mark() {
  const logo = useQuery(factsQuery).data?.branding?.logo ?? null;
  return logo === null ? <Logo size={36} /> : <img className="header__logo" src={logo} alt="" height={36} />;
}

function Places({ administers }: { readonly administers: boolean }) {
  return (
    <nav className="header__places" aria-label="Main">
      <Link to="/" activeOptions={{ exact: true }}>
        Home
      </Link>
      <Link to="/desktops">Desktops</Link>
      <Link to="/activity">Activity</Link>
      <Link to="/sessions">Sign-ins</Link>
      {administers && <a href="/admin">Administration</a>}
    </nav>
  );
}

function Person({ session }: { readonly session: SessionView }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = useMutation({ mutationFn: () => signOut(client), onSuccess: () => navigate({ to: '/sign-in' }) });
  return (
    <div className="header__person">
      <span>
        <span className="header__name">{session.displayName}</span>
        {session.kind !== 'primary' && <span className="header__kind">with {openedWith[session.kind]}</span>}
      </span>
      <Button type="button" outline className="button-small" onClick={() => leave.mutate()}>
        Sign out
      </Button>
      {leave.isError && <TroubleNote error={leave.error} />}
    </div>
  );
}
