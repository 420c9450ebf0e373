import { type ApiTokenInput, TOKEN_DAYS } from '@lanyard/contract';
import { after, days, hashToken, LanyardError, recordAudit, type SessionCaller } from '@lanyard/kernel';
import { toBase64url } from '@lanyard/pki';
import { type ApiToken, insertApiToken } from '../pg/api-tokens.ts';
import type { SigninPorts } from '../ports.ts';
import { grantsFor } from '../session/grants.ts';
import { TOKEN_PREFIX } from './caller-by-token.ts';

/**
 * Makes an API token for the caller's programs.
 * @param correlationId of the request
 * @returns the token, which is shown this once: the database keeps a hash of its 256 bits
 * @throws LanyardError `input_invalid` (its end), `permission_denied` naming the scopes that the caller has not
 */
export async function makeToken(
  { db, clock, random, directory, notices }: SigninPorts,
  { personId, sessionId }: SessionCaller,
  { name, scopes, expiresAt }: ApiTokenInput,
  correlationId: string,
): Promise<{ readonly token: string; readonly made: ApiToken }> {
  const now = clock.now();
  const end = new Date(expiresAt);
  if (end <= now || end > after(now, days(TOKEN_DAYS)))
    throw new LanyardError('input_invalid', {
      fields: [{ field: 'expiresAt', message: `must be within the next ${TOKEN_DAYS} days` }],
    });
  const grants = await directory.grantsOf(personId);
  const beyond = scopes.filter((scope) => grantsFor(grants, scope).length === 0);
  if (beyond.length > 0) throw new LanyardError('permission_denied', { scopes: beyond });
  const token = TOKEN_PREFIX + toBase64url(random.bytes(32));
  const made: ApiToken = {
    id: random.uuid(),
    name,
    scopes: [...new Set(scopes)],
    personId,
    createdAt: now,
    expiresAt: end,
    lastUsedAt: null,
    revokedAt: null,
  };
  await db.tx(async (tx) => {
    await insertApiToken(tx, made, hashToken(token));
    const actor = { kind: 'person', personId, sessionId } as const;
    const details = { name, scopes: made.scopes, expiresAt: end.toISOString() };
    const entry = { act: 'api_token.made', outcome: 'done', actor, personId, object: made.id, details } as const;
    await recordAudit(tx, { ...entry, correlationId }, now);
    await notices.send(tx, { personId, kind: 'access.added', facts: { way: `The API token "${name}" was made` } });
  });
  return { token, made };
}
