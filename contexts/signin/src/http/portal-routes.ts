import {
  brandingViewOf,
  type PortalFacts,
  portalFacts,
  sessionListItem,
  sessionView,
  signInStarted,
  ticketInput,
  uuid,
} from '@lanyard/contract';
import { type Http, LanyardError, sessionOf } from '@lanyard/kernel';
import { z } from 'zod';
import { findSessionsOf } from '../pg/sessions.ts';
import type { SigninConfig, SigninPorts } from '../ports.ts';
import { type PortalCookie, portalCookie } from '../session/cookies.ts';
import type { CsrfTokens } from '../session/csrf-token.ts';
import { endOwnSession } from '../session/end-sessions.ts';
import { findSignedIn } from '../session/find-caller.ts';
import { openSession } from '../session/open-session.ts';
import { portalOriginOf } from '../session/same-origin.ts';
import { seenAfter } from '../session/session-times.ts';
import { ATTEMPT_LIFETIME, startAttempt } from '../start-attempt.ts';
import { passkeysAllowed } from '../passkey/sign-in-with-passkey.ts';
import { browserOf } from './browser-of.ts';
import { endAllRoute } from './end-all-route.ts';
import { endSessionsRoute } from './end-sessions-route.ts';
import { firstRoutes } from './first-routes.ts';
import { passkeyRoutes } from './passkey-routes.ts';
import { type SessionDoor, sessionDoor } from './session-door.ts';
import { tokenRoutes } from './token-routes.ts';
import { viewOfSession } from './session-view.ts';

/** /api/portal, /api/sign-in, /api/session, /api/sessions, and the ways in beside the card. */
export function portalRoutes(ports: SigninPorts, config: SigninConfig, sessionCookie: PortalCookie, csrf: CsrfTokens) {
  const attemptCookie = portalCookie('sign-in', config.portalOrigins);
  return (app: Http): void => {
    app.get(
      '/api/portal',
      { config: { permission: 'public' }, schema: { response: { 200: portalFacts } } },
      async () => ({
        ...(await shownAs(ports, config)),
        cardHosts: [...config.cardHosts],
        walletUrl: config.walletUrl,
        passkeys: await passkeysAllowed(ports),
      }),
    );
    app.post(
      '/api/sign-in',
      { config: { permission: 'public' }, schema: { response: { 200: signInStarted } } },
      async (request, reply) => {
        const origin = portalOriginOf(request, config.portalOrigins);
        const { url, cookie } = await startAttempt(ports, config, browserOf(request), origin);
        attemptCookie.set(request, reply, cookie, ATTEMPT_LIFETIME / 1_000);
        void reply.header('cache-control', 'no-store');
        return { url };
      },
    );
    const door = sessionDoor(ports, sessionCookie, csrf);
    sessionRoutes(app, ports, config, { sessionCookie, attemptCookie, csrf, door });
    listRoutes(app, ports, sessionCookie);
    firstRoutes(app, ports, config, door);
    passkeyRoutes(app, ports, config, door);
    tokenRoutes(app, ports);
    endAllRoute(app, ports);
    endSessionsRoute(app, ports);
  };
}

interface Entrance {
  readonly sessionCookie: PortalCookie;
  readonly attemptCookie: PortalCookie;
  readonly csrf: CsrfTokens;
  readonly door: SessionDoor;
}

/** @returns name and looks: as installed where branding says nothing */
async function shownAs(
  { branding }: SigninPorts,
  config: SigninConfig,
): Promise<Pick<PortalFacts, 'branding' | 'organisation'>> {
  const setting = await branding?.();
  return {
    organisation: setting?.organisation ?? config.organisation,
    branding: setting ? brandingViewOf(setting, '/api/portal') : null,
  };
}

function sessionRoutes(app: Http, ports: SigninPorts, config: SigninConfig, entrance: Entrance): void {
  const { sessionCookie, attemptCookie, csrf, door } = entrance;
  const schema = { body: ticketInput, response: { 200: sessionView } };
  app.post('/api/session', { config: { permission: 'public' }, schema }, async (request, reply) => {
    portalOriginOf(request, config.portalOrigins);
    const shown = { ticket: request.body.ticket, attemptCookie: attemptCookie.read(request) };
    const opened = await openSession(ports, config, { ...shown, ...door.asked(request) });
    attemptCookie.clear(request, reply);
    return door.open(request, reply, opened);
  });
  app.get(
    '/api/session',
    { config: { permission: 'session' }, schema: { response: { 200: sessionView } } },
    async (request, reply) => {
      const found = await findSignedIn(ports, sessionCookie.read(request) ?? '');
      if (found === null) throw new LanyardError('session_required');
      void reply.header('cache-control', 'no-store');
      const grants = await ports.directory.grantsOf(found.person.id);
      return viewOfSession(found.session, found.person, grants, csrf);
    },
  );
  app.delete('/api/session', { config: { permission: 'session' } }, async (request, reply) => {
    const caller = sessionOf(request);
    await endOwnSession(ports, caller, caller.sessionId, request.id);
    sessionCookie.clear(request, reply);
    return reply.code(204).send();
  });
}

function listRoutes(app: Http, ports: SigninPorts, sessionCookie: PortalCookie): void {
  const list = z.strictObject({ items: z.array(sessionListItem) });
  app.get(
    '/api/sessions',
    { config: { permission: 'session' }, schema: { response: { 200: list } } },
    async (request) => {
      const { personId, sessionId } = sessionOf(request);
      const now = ports.clock.now();
      const sessions = await findSessionsOf(ports.db.pool, personId, now, seenAfter(now));
      return {
        items: sessions.map(({ id, kind, signedInAt, expiresAt, userAgent }) => {
          return {
            id,
            kind,
            signedInAt: signedInAt.toISOString(),
            expiresAt: expiresAt.toISOString(),
            userAgent,
            current: id === sessionId,
          };
        }),
      };
    },
  );
  app.delete(
    '/api/sessions/:id',
    { config: { permission: 'session' }, schema: { params: z.strictObject({ id: uuid }) } },
    async (request, reply) => {
      const caller = sessionOf(request);
      await endOwnSession(ports, caller, request.params.id, request.id);
      if (request.params.id === caller.sessionId) sessionCookie.clear(request, reply);
      return reply.code(204).send();
    },
  );
}
