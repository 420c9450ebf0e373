import type { SessionListItem } from '@lanyard/contract';
import { Button } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { sessionsQuery } from '../../api/queries.ts';
import { DateText } from '../../parts/date.tsx';
import { PageHeading } from '../../parts/page-heading.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { useAct } from '../../state/use-act.ts';
import { browserWords } from '../../words/mobile-browser.ts';
import { openedWith } from '../../words/session-words.ts';
import { PasskeysPart } from './passkeys-part.tsx';

/** Where the person is signed in to this portal, and the way to end the others. */
export function SessionsScreen() {
  const sessions = useQuery(sessionsQuery);
  return (
    <>
      <PageHeading>Where you are signed in</PageHeading>
      <p className="lead">Every browser that is signed in to this portal as you. End those that you do not know.</p>
      {sessions.isError && <TroubleNote error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.isPending && <Waiting>Looking…</Waiting>}
      {sessions.data !== undefined && (
        <ul className="rows">
          {sessions.data.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      )}
      <PasskeysPart />
    </>
  );
}

function SessionRow({ session }: { readonly session: SessionListItem }) {
  const act = useAct(() => undefined);
  const name = browserWords(session.userAgent);
  return (
    <li className="session">
      <div>
        <strong>{name}</strong>
        <p className="quiet">
          With {openedWith[session.kind]}, since <DateText at={session.signedInAt} />; ends{' '}
          <DateText at={session.expiresAt} />
        </p>
        {act.error !== null && <TroubleNote error={act.error} />}
      </div>
      {session.current ? (
        <StateMark state={{ word: 'This browser', tone: 'active' }} />
      ) : (
        <Button
          type="button"
          outline
          className="button-small"
          aria-disabled={act.busy}
          onClick={() => act.run({ kind: 'end-session', sessionId: session.id })}
        >
          End<span className="usa-sr-only"> {name}</span>
        </Button>
      )}
    </li>
  );
}
