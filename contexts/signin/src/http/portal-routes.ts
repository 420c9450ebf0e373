import { portalFacts, sessionListItem, sessionView, signInStarted, ticketInput, uuid } from '@lanyard/contract';
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
import { browserOf } from './browser-of.ts';
import { viewOfSession } from './session-view.ts';

/** /api/portal, /api/sign-in, /api/session and /api/sessions. */
export function portalRoutes(ports: SigninPorts, config: SigninConfig, sessionCookie: PortalCookie, csrf: CsrfTokens) {
  const attemptCookie = portalCookie('sign-in', config.portalOrigins);
  return (app: Http): void => {
    app.get('/api/portal', { config: { permission: 'public' }, schema: { response: { 200: portalFacts } } }, () => ({
      organisation: config.organisation,
      cardHosts: [...config.cardHosts],
      walletUrl: config.walletUrl,
    }));
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
    sessionRoutes(app, ports, config, { sessionCookie, attemptCookie }, csrf);
    listRoutes(app, ports, sessionCookie);
  };
}

interface Cookies {
  readonly sessionCookie: PortalCookie;
  readonly attemptCookie: PortalCookie;
}

function sessionRoutes(app: Http, ports: SigninPorts, config: SigninConfig, cookies: Cookies, csrf: CsrfTokens): void {
  const { sessionCookie, attemptCookie } = cookies;
  const schema = { body: ticketInput, response: { 200: sessionView } };
  app.post('/api/session', { config: { permission: 'public' }, schema }, async (request, reply) => {
    portalOriginOf(request, config.portalOrigins);
    const shown = {
      ticket: request.body.ticket,
      attemptCookie: attemptCookie.read(request),
      oldSession: sessionCookie.read(request),
    };
    const { session, person, token } = await openSession(ports, config, {
      ...shown,
      ...browserOf(request),
      correlationId: request.id,
    });
    const seconds = Math.floor((session.expiresAt.getTime() - session.signedInAt.getTime()) / 1_000);
    sessionCookie.set(request, reply, token, seconds);
    attemptCookie.clear(request, reply);
    void reply.header('cache-control', 'no-store');
    return viewOfSession(session, person, csrf);
  });
  app.get(
    '/api/session',
    { config: { permission: 'session' }, schema: { response: { 200: sessionView } } },
    async (request, reply) => {
      const found = await findSignedIn(ports, sessionCookie.read(request) ?? '');
      if (found === null) throw new LanyardError('session_required');
      void reply.header('cache-control', 'no-store');
      return viewOfSession(found.session, found.person, csrf);
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
