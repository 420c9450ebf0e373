import type { AdminPermission } from '@lanyard/contract';
import { type Caller, type Guard, LanyardError, type Permission } from '@lanyard/kernel';
import type { FastifyRequest } from 'fastify';
import type { SigninConfig, SigninPorts } from '../ports.ts';
import { bearerOf, callerByToken } from '../token/caller-by-token.ts';
import type { PortalCookie } from './cookies.ts';
import type { CsrfTokens } from './csrf-token.ts';
import { findSignedIn, type SignedIn } from './find-caller.ts';
import { portalOriginOf } from './same-origin.ts';
import { freshUntil } from './session-times.ts';
import { grantsFor, spacesOf } from './grants.ts';

/**
 * Who calls the portal's interface. `session` asks for a session; `session.primary` for one that a card opened in the
 * last 20 minutes; `admin.…` for a person whose roles allow it, in a session that a card, a passkey or a link of the
 * console opened, or for an API token. A call that changes something must come from the portal's own page and carry
 * the session's token; no browser sends an API token by itself, so that one needs neither.
 * @throws by the guard: LanyardError `session_required`, `csrf_refused`, `session_not_primary`, `session_not_fresh`, `permission_denied`, `token_invalid`
 */
export function portalGuard(ports: SigninPorts, config: SigninConfig, cookie: PortalCookie, csrf: CsrfTokens): Guard {
  return async (request) => {
    const { permission, freshCard = false } = request.routeOptions.config;
    const admin = adminPermissionOf(permission);
    const bearer = admin === null ? null : bearerOf(request);
    if (bearer !== null && admin !== null) {
      if (freshCard) throw new LanyardError('session_not_primary');
      return callerByToken(ports, bearer, admin);
    }
    const token = cookie.read(request);
    const found = token === null ? null : await findSignedIn(ports, token);
    if (found === null) throw new LanyardError('session_required');
    refuseForeignPages(request, found, config, csrf);
    if (admin !== null) return adminCaller(ports, found, admin, freshCard);
    if (permission !== 'session' && permission !== 'session.primary') throw new LanyardError('permission_denied');
    if (permission === 'session.primary') requireFreshCard(ports, found);
    return callerOf(ports, found, []);
  };
}

/** @throws LanyardError `csrf_refused` */
function refuseForeignPages(
  request: FastifyRequest,
  { session }: SignedIn,
  config: SigninConfig,
  csrf: CsrfTokens,
): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  portalOriginOf(request, config.portalOrigins);
  if (!csrf.fits(session.id, request.headers['x-csrf-token'])) throw new LanyardError('csrf_refused');
}

async function adminCaller(
  ports: SigninPorts,
  found: SignedIn,
  permission: AdminPermission,
  freshCard: boolean,
): Promise<Caller> {
  // A derived credential begins where the card is trusted to have ended; it opens nothing that could change that.
  if (found.session.kind === 'derived') throw new LanyardError('session_not_primary');
  const allowing = grantsFor(await ports.directory.grantsOf(found.person.id), permission);
  if (allowing.length === 0) throw new LanyardError('permission_denied');
  if (freshCard) requireFreshCard(ports, found);
  return callerOf(ports, found, spacesOf(allowing));
}

/** @throws LanyardError `session_not_primary`, `session_not_fresh` */
function requireFreshCard({ clock }: SigninPorts, { session }: SignedIn): void {
  if (session.kind !== 'primary') throw new LanyardError('session_not_primary');
  if (clock.now() >= freshUntil(session)) throw new LanyardError('session_not_fresh');
}

function callerOf({ clock }: SigninPorts, { session, person }: SignedIn, spaces: readonly string[] | null): Caller {
  const primary = session.kind === 'primary';
  return {
    kind: 'session',
    sessionId: session.id,
    personId: person.id,
    signedInBy: session.kind,
    primary,
    fresh: primary && clock.now() < freshUntil(session),
    roles: person.roles,
    spaces,
  };
}

/** What a route of the admin interface asks for; null for every other route. */
const adminPermissionOf = (permission: Permission | undefined): AdminPermission | null =>
  permission?.startsWith('admin.') === true ? (permission.slice('admin.'.length) as AdminPermission) : null;
