import type { HomeView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { homeQuery } from '../../api/queries.ts';
import { Note } from '../../parts/note.tsx';
import { PageHeading } from '../../parts/page-heading.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { requestIsOpen } from '../../words/request-words.ts';
import { NewRequestForm } from './new-request-form.tsx';

/** The choice between a new phone and one that is registered already, with a name for the credential. */
export function NewRequestScreen() {
  const home = useQuery(homeQuery);
  return (
    <>
      <PageHeading>Which phone is it for?</PageHeading>
      {home.isError && <TroubleNote error={home.error} onRetry={() => void home.refetch()} />}
      {home.isPending && <Waiting>Looking for your phones…</Waiting>}
      {home.data !== undefined && <WithHome home={home.data} />}
    </>
  );
}

function WithHome({ home }: { readonly home: HomeView }) {
  const open = home.request !== null && requestIsOpen(home.request.state);
  return (
    <>
      {open && (
        <Note tone="waiting" title="You have an open request.">
          <p>A new one replaces it: the registration PIN and activation password that you have stop working.</p>
        </Note>
      )}
      <NewRequestForm home={home} />
    </>
  );
}
