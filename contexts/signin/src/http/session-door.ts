import type { SessionView } from '@lanyard/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SigninPorts } from '../ports.ts';
import type { SessionAsked, SessionOpened } from '../session/begin-session.ts';
import type { PortalCookie } from '../session/cookies.ts';
import type { CsrfTokens } from '../session/csrf-token.ts';
import { browserOf } from './browser-of.ts';
import { viewOfSession } from './session-view.ts';

/** Where every way in ends: the cookie is set, and the page learns who it is. */
export interface SessionDoor {
  asked(request: FastifyRequest): SessionAsked;
  open(request: FastifyRequest, reply: FastifyReply, opened: SessionOpened): Promise<SessionView>;
}

export const sessionDoor = (ports: SigninPorts, cookie: PortalCookie, csrf: CsrfTokens): SessionDoor => ({
  asked(request) {
    const { ip, userAgent } = browserOf(request);
    return { oldSession: cookie.read(request), ip, userAgent, correlationId: request.id };
  },
  async open(request, reply, { session, person, token }) {
    const seconds = Math.floor((session.expiresAt.getTime() - session.signedInAt.getTime()) / 1_000);
    cookie.set(request, reply, token, seconds);
    void reply.header('cache-control', 'no-store');
    return viewOfSession(session, person, await ports.directory.grantsOf(person.id), csrf);
  },
});
