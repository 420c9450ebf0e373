import { allows, type AdminPermission } from '@lanyard/contract';
import { type Guard, LanyardError, type Permission } from '@lanyard/kernel';
import type { SigninConfig, SigninPorts } from '../ports.ts';
import type { PortalCookie } from './cookies.ts';
import type { CsrfTokens } from './csrf-token.ts';
import { findSignedIn } from './find-caller.ts';
import { portalOriginOf } from './same-origin.ts';
import { freshUntil } from './session-times.ts';

/**
 * Who calls the portal's interface. `session` asks for a session; `session.primary` for one that a card opened in the
 * last 20 minutes; `admin.…` for one that a card opened, of a person whose roles allow it. A call that changes something must come from the portal's own page and carry the session's token.
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
    const admin = adminPermissionOf(permission);
    if (admin === null && permission !== 'session' && permission !== 'session.primary')
      throw new LanyardError('permission_denied');
    if (permission !== 'session' && !primary) throw new LanyardError('session_not_primary');
    if (admin !== null && !allows(person.roles, admin)) throw new LanyardError('permission_denied');
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

/** What a route of the admin interface asks for; null for every other route. */
const adminPermissionOf = (permission: Permission | undefined): AdminPermission | null =>
  permission?.startsWith('admin.') === true ? (permission.slice('admin.'.length) as AdminPermission) : null;
