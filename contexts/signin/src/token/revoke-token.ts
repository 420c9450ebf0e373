import { type Actor, LanyardError, recordAudit } from '@lanyard/kernel';
import { type ApiToken, revokeApiToken } from '../pg/api-tokens.ts';
import type { SigninPorts } from '../ports.ts';

/**
 * Takes a token back: its next call is refused, on every node.
 * @throws LanyardError `not_found` when there is none, or it was revoked before
 */
export async function revokeToken(
  { db, clock }: SigninPorts,
  id: string,
  by: Actor,
  correlationId: string,
): Promise<ApiToken> {
  const now = clock.now();
  return db.tx(async (tx) => {
    const token = await revokeApiToken(tx, id, now);
    if (token === null) throw new LanyardError('not_found');
    const { personId, name } = token;
    const entry = {
      act: 'api_token.revoked',
      outcome: 'done',
      actor: by,
      personId,
      object: id,
      details: { name },
    } as const;
    await recordAudit(tx, { ...entry, correlationId }, now);
    return token;
  });
}
