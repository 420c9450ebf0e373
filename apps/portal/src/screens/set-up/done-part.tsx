import type { CredentialView, RequestView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { serverNow } from '../../api/server-clock.ts';
import { homeQuery } from '../../api/queries.ts';
import { DateText } from '../../parts/date.tsx';
import { Mark, StateMark } from '../../parts/state-mark.tsx';
import { credentialWord, purposeWords } from '../../words/credential-words.ts';
import { validityWords } from '../../words/dates.ts';

/** What works now, how long, and what there is left to do. */
export function DonePart({ request }: { readonly request: RequestView }) {
  const home = useQuery(homeQuery).data;
  const credential = home?.credentials.find(({ id }) => id === request.credentialId);
  return (
    <section className="panel panel--done" aria-label="What works now">
      <Mark tone="active" size={56} />
      <p className="lead">The derived credential "{credential?.name ?? request.name}" is on your phone.</p>
      {credential !== undefined && <WhatWorks credential={credential} />}
      <ul>
        <li>Managed apps on the phone get it at their next check-in.</li>
        <li>The PIN and password on this page are used up. You can close it.</li>
        <li>
          To renew it, or to set up another phone, come back to <span className="address">{location.host}</span>.
        </li>
      </ul>
      <p>
        <Link to="/" className="usa-button">
          Your credentials
        </Link>
      </p>
    </section>
  );
}

function WhatWorks({ credential }: { readonly credential: CredentialView }) {
  const now = serverNow();
  return (
    <>
      <p className="panel__line">
        <StateMark state={credentialWord(credential, now)} />
        <span>
          {validityWords(credential.expiresAt, now)}, until <DateText at={credential.expiresAt} />
        </span>
      </p>
      <ul className="purposes" aria-label="Good for">
        {purposeWords(credential).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </>
  );
}
