import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useRouteContext } from '@tanstack/react-router';
import { useEffect } from 'react';
import { PageHeading } from '../../parts/page-heading.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { isAdminPath } from '../../state/admin-path.ts';
import { finishSignIn } from '../../state/finish-sign-in.ts';

/** Where the card host sends the browser back to; seen for a moment, unless something went wrong. */
export function SignedInScreen() {
  const { ticket } = useRouteContext({ from: '/signed-in' });
  return ticket === null ? <NoTicket /> : <Finishing ticket={ticket} />;
}

function NoTicket() {
  return (
    <>
      <PageHeading>This sign-in is already over</PageHeading>
      <p>
        Go on with <Link to="/">your credentials</Link>; if you are not signed in, you are asked to.
      </p>
    </>
  );
}

function Finishing({ ticket }: { readonly ticket: string }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  // A query and not an effect: the ticket works once, and a query of this key runs once.
  const { data, error } = useQuery({
    queryKey: ['sign-in', ticket],
    queryFn: () => finishSignIn(client, ticket),
    staleTime: Infinity,
    retry: false,
  });
  useEffect(() => {
    if (data?.error !== null) return;
    if (isAdminPath(data.path)) location.replace(data.path);
    else void navigate({ to: data.path, replace: true });
  }, [data, navigate]);
  if (error !== null) return <Refused error={error} />;
  if (data === undefined || data.error === null) return <Going />;
  return <NotGoneOn error={data.error} path={data.path} />;
}

function Going() {
  return (
    <>
      <PageHeading>Signing you in</PageHeading>
      <Waiting>Your card was accepted. One moment…</Waiting>
    </>
  );
}

function Refused({ error }: { readonly error: unknown }) {
  return (
    <>
      <PageHeading>The sign-in did not finish</PageHeading>
      <TroubleNote error={error} />
      <p>
        <Link to="/sign-in" className="usa-button">
          Start again
        </Link>
      </p>
    </>
  );
}

function NotGoneOn({ error, path }: { readonly error: unknown; readonly path: string }) {
  return (
    <>
      <PageHeading>You are signed in</PageHeading>
      <p>What you were doing could not go on:</p>
      <TroubleNote error={error} />
      <p>
        <Link to={path} className="usa-button">
          Continue
        </Link>
      </p>
    </>
  );
}
