import type { AdminLinkView, NewAdministrator } from '@lanyard/contract';
import { adminLinkView, newAdministrator, sessionView } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, useTokenOf } from '../../../api/client.ts';
import { DateText } from '../../../parts/date.tsx';
import { Logo } from '../../../parts/logo.tsx';
import { PageHeading } from '../../../parts/page-heading.tsx';
import { TroubleNote } from '../../../parts/trouble-note.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { SchemaForm } from '../../parts/form/schema-form.tsx';
import { takeLinkToken } from '../../state/link-token.ts';

/** Where a one-time link of the console leads: it makes the first administrator, or signs a named one in. */
export function FirstScreen() {
  const [token] = useState(() => takeLinkToken(location, history));
  return (
    <main id="main" tabIndex={-1} className="admin__main">
      <Logo size={36} />
      {token === null ? <NoToken /> : <WithToken token={token} />}
    </main>
  );
}

function NoToken() {
  return (
    <>
      <PageHeading>This link is not whole</PageHeading>
      <p>
        Open it exactly as the console printed it, to its last character. For a new one, run{' '}
        <code>lanyard admin link</code> where the server runs.
      </p>
      <p>
        <a href="/admin">Go to the admin portal</a>
      </p>
    </>
  );
}

function WithToken({ token }: { readonly token: string }) {
  const look = useQuery({
    queryKey: ['admin', 'first'],
    queryFn: () => call(adminLinkView, 'POST', '/api/admin/first/look', { token }),
    retry: false,
    staleTime: Infinity,
  });
  return <Loaded query={look}>{(view) => <UseLink token={token} view={view} />}</Loaded>;
}

/** Uses the link up; the session that it opens begins with a fresh page. */
async function redeem(token: string, person?: NewAdministrator): Promise<void> {
  const body = person === undefined ? { token } : { token, person };
  useTokenOf(await call(sessionView, 'POST', '/api/admin/first', body));
}

const goOn = (): void => location.assign('/admin');

function UseLink({ token, view }: { readonly token: string; readonly view: AdminLinkView }) {
  return view.person === null ? (
    <>
      <PageHeading>{view.first ? 'Become the first administrator' : 'Become an administrator'}</PageHeading>
      <p className="lead">
        {view.first && 'Nobody administers this installation yet. '}Say who you are; afterwards your smart card signs
        you in. This link works once, until <DateText at={view.expiresAt} />.
      </p>
      <SchemaForm
        name="first"
        schema={newAdministrator}
        verb="Make me administrator"
        save={(person) => redeem(token, person)}
        onSaved={goOn}
      />
    </>
  ) : (
    <SignIn token={token} person={view.person} />
  );
}

function SignIn({ token, person }: { readonly token: string; readonly person: NonNullable<AdminLinkView['person']> }) {
  const enter = useMutation({ mutationFn: () => redeem(token), onSuccess: goOn });
  return (
    <>
      <PageHeading>{`Sign in as ${person.displayName}`}</PageHeading>
      <p className="lead">
        This link signs {person.displayName} ({person.userName}) in for an hour, without a card. It works once, and the
        audit log says that it was used.
      </p>
      {enter.isError && <TroubleNote error={enter.error} />}
      <Button type="button" aria-disabled={enter.isPending} onClick={() => !enter.isPending && enter.mutate()}>
        Sign in
      </Button>
    </>
  );
}
