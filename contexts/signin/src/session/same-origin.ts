import { LanyardError } from '@lanyard/kernel';
import type { FastifyRequest } from 'fastify';

/**
 * A call that changes something must come from a page of the portal (cross-site request forgery, and at sign-in
 * login forgery). Browsers say where a call comes from; one that says nothing is refused.
 * @returns the portal's origin
 * @throws LanyardError `csrf_refused`
 */
export function portalOriginOf(request: FastifyRequest, portalOrigins: readonly string[]): string {
  const { origin, 'sec-fetch-site': site } = request.headers;
  const sameSite = site === undefined || site === 'same-origin';
  if (origin !== undefined && portalOrigins.includes(origin) && sameSite) return origin;
  throw new LanyardError('csrf_refused');
}
