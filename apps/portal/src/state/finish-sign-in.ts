import type { SessionView } from '@lanyard/contract';
import { sessionView } from '@lanyard/contract';
import type { QueryClient } from '@tanstack/react-query';
import { perform } from '../api/acts.ts';
import { call, useTokenOf } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import { serverNow } from '../api/server-clock.ts';
import { forgetPerson } from './sign-out.ts';
import type { Errand } from './return-to.ts';
import { takeErrand } from './return-to.ts';
import { keepSecrets } from './secrets.ts';
import { setUpPath } from './set-up-path.ts';

export interface SignedIn {
  /** Where to go on. */
  readonly path: string;
  /** What was to be done on the way and could not be; the person is signed in all the same. */
  readonly error: unknown;
}

/**
 * The way back from the card host: ticket → session → the errand that was interrupted → where to go on.
 * @throws ApiError when the ticket is no good
 */
export async function finishSignIn(client: QueryClient, ticket: string): Promise<SignedIn> {
  // 1. The ticket becomes a session.
  const session = await call(sessionView, 'POST', '/api/session', { ticket });
  // 2. What was interrupted goes on, if it is the same person's.
  const errand = cameIn(client, session);
  return errand === null ? { path: '/', error: null } : goOn(errand, session);
}

/**
 * Takes a new session in: nothing of a person before stays in this page.
 * @returns what was interrupted, taken out of the storage, so that a reload does not do it twice
 */
export function cameIn(client: QueryClient, session: SessionView): Errand | null {
  forgetPerson(client);
  useTokenOf(session);
  client.setQueryData(sessionQuery.queryKey, session);
  return takeErrand(sessionStorage, serverNow());
}

async function goOn(errand: Errand, session: SessionView): Promise<SignedIn> {
  if (errand.act === null || errand.personId !== session.personId) return { path: errand.path, error: null };
  try {
    const secrets = await perform(errand.act);
    if (secrets === null) return { path: errand.path, error: null };
    keepSecrets(secrets, errand.act.kind === 'more-time');
    return { path: setUpPath(secrets.requestId), error: null };
  } catch (error) {
    return { path: errand.path, error };
  }
}
