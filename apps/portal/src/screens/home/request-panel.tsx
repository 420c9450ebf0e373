import { userGuide, type HomeView, type RequestView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { factsQuery } from '../../api/queries.ts';
import { OwnWords } from '../../parts/own-words.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { useNow } from '../../parts/use-now.ts';
import { clockText, secondsLeft } from '../../words/countdown.ts';
import { requestIsOpen } from '../../words/request-words.ts';
import { RequestButton } from './request-button.tsx';

interface RequestPanelProps {
  readonly home: HomeView;
  /** The person has no device yet: this is where they begin. */
  readonly isFirst: boolean;
}

/** The one next step: go on with what is open, or begin. */
export function RequestPanel({ home, isFirst }: RequestPanelProps) {
  if (home.request !== null && requestIsOpen(home.request.state)) {
    return <OpenRequest request={home.request} home={home} />;
  }
  return (
    <section className={isFirst ? 'panel panel--first' : 'panel panel--row'} aria-labelledby="request-title">
      <h2 id="request-title">{isFirst ? 'Begin with your phone' : 'Another phone, or a new credential'}</h2>
      {isFirst && (
        <p>
          Have your phone in hand. It takes about three minutes: you get a code to scan, and what to type on the phone.
        </p>
      )}
      <RequestButton home={home} />
      <RequestHelp home={home} />
      {isFirst &&
        home.canRequest &&
        home.requestButton === 'Request PIN and Derived Credential' &&
        home.provider.requestUrl === null && (
          <p className="quiet">
            <Link to="/new-request">Give the credential a name first</Link>
          </p>
        )}
    </section>
  );
}

/** What the provider and the organisation say to it. */
function RequestHelp({ home }: { readonly home: HomeView }) {
  const help = useQuery(factsQuery).data?.branding?.help;
  const { instructions, kind, name, qrUrl } = home.provider;
  const elsewhere = kind === 'entrust' ? help?.provider : undefined;
  return (
    <div className="request__help">
      {instructions !== '' && <h3>{name}</h3>}
      <OwnWords>{instructions}</OwnWords>
      {qrUrl !== null && (
        <p>
          With a phone that is registered already: <a href={qrUrl}>get a QR code and an activation password</a>.
        </p>
      )}
      <OwnWords>{elsewhere}</OwnWords>
      <OwnWords>{help?.request}</OwnWords>
      {kind !== 'lanyard' && (
        <details className="fold">
          <summary>What to do, step by step</summary>
          <ol>
            {userGuide(kind, { registered: home.devices.some(({ state }) => state === 'active') }).map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}

function OpenRequest({ request, home }: { readonly request: RequestView; readonly home: HomeView }) {
  return (
    <section className="panel panel--open" aria-labelledby="request-title">
      <h2 id="request-title">A phone is being set up</h2>
      <p className="panel__line">
        <StateMark state={{ word: stage(request), tone: 'waiting' }} />
        {request.state === 'pending' && <TimeLeft until={request.expiresAt} />}
      </p>
      <div className="actions">
        <Link to="/set-up/$requestId" params={{ requestId: request.id }} className="usa-button">
          Continue
        </Link>
        <RequestButton home={home} secondary />
      </div>
    </section>
  );
}

const stage = (request: RequestView): string => {
  if (request.state === 'activating') return 'The phone is making its credential';
  return request.registered ? 'Waiting for the activation password' : 'Waiting for the phone to register';
};

function TimeLeft({ until }: { readonly until: string }) {
  const left = secondsLeft(until, useNow(true));
  return <span className="quiet">{left === 0 ? 'The time has run out.' : `${clockText(left)} left`}</span>;
}
