import type { AdminPermission } from '@lanyard/contract';
import { after, hashToken, LanyardError, minutes, type TokenCaller } from '@lanyard/kernel';
import type { FastifyRequest } from 'fastify';
import { findLiveApiToken, noteUse } from '../pg/api-tokens.ts';
import type { SigninPorts } from '../ports.ts';
import { grantsFor, spacesOf } from '../session/grants.ts';

/** So that scanners of source code and logs know one when they meet it. */
export const TOKEN_PREFIX = 'lanyard_';
const FORM = /^lanyard_[A-Za-z0-9_-]{43}$/;
/** How exact the last use is kept: not every call is a write. */
const USE_STEP = minutes(1);

/** The token that a request carries (RFC 6750 §2.1), whatever it is worth; null where it carries none. */
export function bearerOf({ headers }: FastifyRequest): string | null {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}

/**
 * The program that shows an API token, if the token and, today, the person who made it may do this.
 * @throws LanyardError `token_invalid`, `permission_denied`
 */
export async function callerByToken(
  { db, clock, directory }: SigninPorts,
  bearer: string,
  permission: AdminPermission,
): Promise<TokenCaller> {
  if (!FORM.test(bearer)) throw new LanyardError('token_invalid');
  const now = clock.now();
  const token = await findLiveApiToken(db.pool, hashToken(bearer), now);
  if (token === null) throw new LanyardError('token_invalid');
  const person = await directory.personById(token.personId);
  if (person?.state !== 'active') throw new LanyardError('token_invalid');
  const grants = await directory.grantsOf(person.id);
  const allowing = grantsFor(grants, permission);
  if (!token.scopes.includes(permission) || allowing.length === 0) throw new LanyardError('permission_denied');
  const unlessAfter = after(now, -USE_STEP);
  if (token.lastUsedAt === null || token.lastUsedAt <= unlessAfter) await noteUse(db.pool, token.id, now, unlessAfter);
  return {
    kind: 'token',
    tokenId: token.id,
    name: token.name,
    personId: person.id,
    roles: person.roles,
    scopes: token.scopes.filter((scope) => grantsFor(grants, scope).length > 0),
    spaces: spacesOf(allowing),
  };
}
