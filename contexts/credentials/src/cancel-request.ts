import { LanyardError, type SessionCaller } from '@lanyard/kernel';
import { endRequest } from './end-request.ts';
import { lockRequest } from './pg/requests.ts';
import type { CredentialsParts } from './ports.ts';
import { refusalOf, requestOf } from './request-refusal.ts';

/** @throws LanyardError `request_not_found`, `request_not_yours`, `request_used`, or the state in which it ended before */
export async function cancelRequest(
  parts: CredentialsParts,
  { personId, sessionId }: SessionCaller,
  id: string,
  correlationId: string,
): Promise<void> {
  await requestOf(parts.db.pool, id, personId);
  await parts.db.tx(async (tx) => {
    const row = await lockRequest(tx, id);
    if (row === null) throw new LanyardError('request_not_found');
    if (row.state === 'cancelled') return;
    const refusal = refusalOf(row, parts.clock.now());
    if (refusal !== null) throw refusal;
    await endRequest(parts, tx, row, 'cancelled', { kind: 'person', personId, sessionId }, correlationId);
  });
}
