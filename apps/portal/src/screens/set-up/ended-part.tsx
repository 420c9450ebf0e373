import type { HomeView, RequestState } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { homeQuery } from '../../api/queries.ts';
import { Note } from '../../parts/note.tsx';
import { endingOf, requestIsOpen } from '../../words/request-words.ts';
import { RequestButton } from '../home/request-button.tsx';

/** A request that can no longer be used: why, and what to do instead. */
export function EndedPart({ state }: { readonly state: RequestState }) {
  const home = useQuery(homeQuery).data;
  const ending = endingOf(state, home?.requestButton ?? 'Request PIN and Derived Credential');
  if (ending === null) return null;
  return (
    <>
      <Note tone={state === 'locked' || state === 'expired' ? 'attention' : 'ended'} title={`${ending.title}.`}>
        <p>{ending.cause}</p>
        <p>{ending.next}</p>
      </Note>
      <div className="actions">
        {home !== undefined && <NextStep home={home} state={state} />}
        <Link to="/" className="usa-button usa-button--outline">
          Your credentials
        </Link>
      </div>
    </>
  );
}

function NextStep({ home, state }: { readonly home: HomeView; readonly state: RequestState }) {
  if (state !== 'superseded' || home.request === null || !requestIsOpen(home.request.state))
    return <RequestButton home={home} />;
  return (
    <Link to="/set-up/$requestId" params={{ requestId: home.request.id }} className="usa-button">
      Go on with the newer request
    </Link>
  );
}
