import type { RequestView } from '@lanyard/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { requestQuery } from '../../api/queries.ts';
import { PageHeading } from '../../parts/page-heading.tsx';
import { TroubleNote } from '../../parts/trouble-note.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { useSecrets } from '../../state/use-secrets.ts';
import { requestIsOpen } from '../../words/request-words.ts';
import { DonePart } from './done-part.tsx';
import { EndedPart } from './ended-part.tsx';
import { OpenPart } from './open-part.tsx';

/** One request from its secrets to its end; it follows the phone without a reload. */
export function SetUpScreen() {
  const { requestId } = useParams({ from: '/signed-in-part/set-up/$requestId' });
  const request = useQuery(requestQuery(requestId));
  return (
    <>
      <PageHeading>{headingOf(request.data)}</PageHeading>
      <p className="usa-sr-only" role="status">
        {request.data === undefined ? '' : progressWords(request.data)}
      </p>
      {request.isError && <TroubleNote error={request.error} onRetry={() => void request.refetch()} />}
      {request.isPending && <Waiting>Looking for this request…</Waiting>}
      {request.data !== undefined && <Part request={request.data} />}
    </>
  );
}

function Part({ request }: { readonly request: RequestView }) {
  const secrets = useSecrets(request.id);
  if (request.state === 'activated') return <DonePart request={request} />;
  if (requestIsOpen(request.state)) return <OpenPart request={request} secrets={secrets} />;
  return <EndedPart state={request.state} />;
}

function headingOf(request: RequestView | undefined): string {
  if (request === undefined || requestIsOpen(request.state)) return 'Set up your phone';
  return request.state === 'activated' ? 'Your phone is ready' : 'This request has ended';
}

/** What just changed, for those who do not see the ticks. */
function progressWords(request: RequestView): string {
  if (request.activated) return 'Done: the derived credential is active.';
  if (request.passwordAccepted) return 'The activation password was accepted. The phone is making its credential.';
  return request.withRegistration && request.registered
    ? 'The phone is registered. Next: the activation password.'
    : '';
}
