import { recordAudit, type Actor, type Tx } from '@lanyard/kernel';
import { updateCredential } from './pg/credentials.ts';
import type { CredentialRow } from './pg/tables.ts';
import type { CredentialsParts } from './ports.ts';
import { endings, type EndedBy } from './reasons.ts';

export interface EndingContext {
  readonly why: EndedBy;
  readonly actor: Actor;
  readonly correlationId?: string | undefined;
  /** In the words of an administrator. */
  readonly reason?: string | undefined;
}

/**
 * Ends credentials that the caller has locked while they were live: state, certificates, desired state, log and
 * notice change together.
 */
export async function endCredentials(
  parts: CredentialsParts,
  tx: Tx,
  rows: readonly CredentialRow[],
  context: EndingContext,
): Promise<void> {
  for (const row of rows) await endCredential(parts, tx, row, context);
}

async function endCredential(
  { clock, fleet, issuer, notices }: CredentialsParts,
  tx: Tx,
  row: CredentialRow,
  { why, actor, correlationId, reason: comment }: EndingContext,
): Promise<void> {
  const { state, reason, phrase } = endings[why];
  const now = clock.now();
  await updateCredential(tx, row.id, { state, ended_by: why, ended_at: now });
  if (reason !== null) await issuer.revoke(tx, { credentialId: row.id, reason });
  await fleet.touch(tx, { deviceId: row.device_id });
  const whose = { personId: row.person_id, deviceId: row.device_id, object: row.id };
  await recordAudit(
    tx,
    {
      act: 'credential.ended',
      outcome: 'done',
      actor,
      ...whose,
      details: { why, state, before: row.state, ...(comment === undefined ? {} : { reason: comment }) },
      correlationId,
    },
    now,
  );
  // One that was never finished, or was exchanged, is no news: the notice of its successor is.
  if (row.state === 'issuing' || why === 'replaced') return;
  const device = await fleet.device(row.device_id, tx);
  await notices.send(tx, {
    personId: row.person_id,
    kind: 'credential.ended',
    facts: { credentialName: row.name, deviceName: device?.name, reason: phrase },
  });
}
