import {
  activityPage,
  homeView,
  pairedDesktops,
  passkeyList,
  portalFacts,
  requestView,
  sessionListItem,
  sessionView,
  signInStarted,
} from '@lanyard/contract';
import type { RequestView, SessionListItem, SessionView } from '@lanyard/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { requestIsOpen } from '../words/request-words.ts';
import { call, useTokenOf } from './client.ts';
import { codeOf } from './trouble.ts';

/** How often an open request is looked at: the person waits in front of it with the phone in hand. */
const followEveryMs = 2_000;

export const factsQuery = queryOptions({
  queryKey: ['portal'],
  queryFn: () => call(portalFacts, 'GET', '/api/portal'),
  staleTime: Infinity,
});

/** The session, or null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: readSession,
  staleTime: 60_000,
});

async function readSession(): Promise<SessionView | null> {
  try {
    const session = await call(sessionView, 'GET', '/api/session');
    useTokenOf(session);
    return session;
  } catch (error) {
    if (codeOf(error) !== 'session_required') throw error;
    useTokenOf(null);
    return null;
  }
}

export const homeQuery = queryOptions({
  queryKey: ['me', 'home'],
  queryFn: () => call(homeView, 'GET', '/api/me'),
});

export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: ['me', 'requests', id],
    queryFn: () => call(requestView, 'GET', `/api/me/requests/${encodeURIComponent(id)}`),
    refetchInterval: (query) => followInterval(query.state.data),
  });

const followInterval = (request: RequestView | undefined): number | false =>
  request === undefined || requestIsOpen(request.state) ? followEveryMs : false;

/** For a registration PIN alone there is no request to follow; a new device in the list is its end. */
export const devicesFollowed = queryOptions({ ...homeQuery, refetchInterval: followEveryMs });

export const activityQuery = infiniteQueryOptions({
  queryKey: ['me', 'activity'],
  queryFn: ({ pageParam }) =>
    call(
      activityPage,
      'GET',
      pageParam === null ? '/api/me/activity' : `/api/me/activity?after=${encodeURIComponent(pageParam)}`,
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
});

const sessionList = {
  parse: (value: unknown): SessionListItem[] => {
    const items: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'items') : null;
    return sessionListItem.array().parse(items);
  },
};

const readSessions = (): Promise<SessionListItem[]> => call(sessionList, 'GET', '/api/sessions');

export const sessionsQuery = queryOptions({ queryKey: ['sessions'], queryFn: readSessions });

/** The own passkeys, and whether one may be added. */
export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: () => call(passkeyList, 'GET', '/api/passkeys'),
});

export const desktopsQuery = queryOptions({
  queryKey: ['me', 'desktops'],
  queryFn: () => call(pairedDesktops, 'GET', '/api/me/desktops'),
});

/** Where the browser goes to show its certificate. */
export const startSignIn = async (): Promise<string> => (await call(signInStarted, 'POST', '/api/sign-in')).url;
