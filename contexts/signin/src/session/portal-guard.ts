import { type Guard, LanyardError } from '@lanyard/kernel';
import type { SigninConfig, SigninPorts } from '../ports.ts';
import type { PortalCookie } from './cookies.ts';
import type { CsrfTokens } from './csrf-token.ts';
import { findSignedIn } from './find-caller.ts';
import { portalOriginOf } from './same-origin.ts';
import { freshUntil } from './session-times.ts';

/**
 * Who calls the portal's interface. `session` asks for a session; `session.primary` for one that a card opened in the
 * last 20 minutes. A call that changes something must come from the portal's own page and carry the session's token.
 * @throws by the guard: LanyardError `session_required`, `csrf_refused`, `session_not_primary`, `session_not_fresh`
 */
export function portalGuard(ports: SigninPorts, config: SigninConfig, cookie: PortalCookie, csrf: CsrfTokens): Guard {
  return async (request) => {
    const token = cookie.read(request);
    const found = token === null ? null : await findSignedIn(ports, token);
    if (found === null) throw new LanyardError('session_required');
    const { session, person } = found;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      portalOriginOf(request, config.portalOrigins);
      if (!csrf.fits(session.id, request.headers['x-csrf-token'])) throw new LanyardError('csrf_refused');
    }
    const primary = session.kind === 'primary';
    const fresh = ports.clock.now() < freshUntil(session);
    const permission = request.routeOptions.config.permission;
    if (permission !== 'session' && permission !== 'session.primary') throw new LanyardError('permission_denied');
    if (permission === 'session.primary' && !primary) throw new LanyardError('session_not_primary');
    if (permission === 'session.primary' && !fresh) throw new LanyardError('session_not_fresh');
    return {
      kind: 'session',
      sessionId: session.id,
      personId: person.id,
      primary,
      fresh: primary && fresh,
      roles: person.roles,
    };
  };
}
