import { PageHeading } from '../../parts/page-heading.tsx';
import { useSession } from '../state/use-session.ts';

/** For people who came to the address and are no administrators. */
export function NoRoleScreen() {
  const { displayName, userName } = useSession();
  return (
    <>
      <PageHeading>You have no role here</PageHeading>
      <p className="lead">
        You are signed in as {displayName} ({userName}), who does not administer this installation.
      </p>
      <p>
        Ask an administrator to give you a role under Settings, Administrators, and tell them your user name{' '}
        <strong>{userName}</strong>. If nobody has a role yet, whoever runs the server makes a link for the first
        administrator with <code>lanyard admin link</code>.
      </p>
      <p>
        <a href="/" className="usa-button">
          Go to my credentials
        </a>
      </p>
    </>
  );
}
