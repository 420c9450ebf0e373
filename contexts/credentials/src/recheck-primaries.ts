import { after, hours, minutes, recordAudit, type Actor, type Tx } from '@lanyard/kernel';
import { CHECKED_EVERY_MS } from './confirm.ts';
import { endCredentials } from './end-credentials.ts';
import { holdCredentials } from './hold-credentials.ts';
import { lockLive, markRechecked, nextRecheck } from './pg/credentials.ts';
import { claimDuePrimaries, holdPrimary, savePrimaryStatus } from './pg/primaries.ts';
import type { PrimaryRow } from './pg/tables.ts';
import type { CredentialsParts, PrimaryStatus } from './ports.ts';

const BATCH = 50;
/** A process that dies with a batch in its hands leaves it to another after this. */
const CLAIM_MS = minutes(15);
const UNKNOWN_AGAIN_MS = hours(1);
const actor: Actor = { kind: 'system', part: 'primary recheck' };

/** Asks for the status of every primary whose time has come, and lets the cascade follow. @returns how many */
export async function recheckPrimaries(parts: CredentialsParts): Promise<number> {
  const { clock, db } = parts;
  let checked = 0;
  for (;;) {
    const now = clock.now();
    const batch = await claimDuePrimaries(db.pool, now, after(now, CLAIM_MS), BATCH);
    for (const primary of batch) {
      // Asked outside of any transaction: the network may take its time.
      const status = await statusOf(parts, primary);
      await db.tx((tx) => applyPrimaryStatus(parts, tx, primary, status));
    }
    checked += batch.length;
    if (batch.length < BATCH) return checked;
  }
}

async function statusOf(
  { clock, log, primaryStatus }: CredentialsParts,
  { id, certificate, not_after }: PrimaryRow,
): Promise<PrimaryStatus> {
  if (not_after <= clock.now()) return 'expired';
  try {
    return await primaryStatus(new Uint8Array(certificate));
  } catch (error) {
    log.warn({ primaryId: id, err: error }, 'the status of a primary could not be learned');
    return 'unknown';
  }
}

/** What a card's status means for what was issued under it, by the person's cascade. */
export async function applyPrimaryStatus(
  parts: CredentialsParts,
  tx: Tx,
  primary: PrimaryRow,
  status: PrimaryStatus,
): Promise<void> {
  const { clock, directory } = parts;
  const now = clock.now();
  await holdPrimary(tx, primary.id);
  const whose = { actor, outcome: 'done', personId: primary.person_id } as const;
  if (status !== primary.status)
    await recordAudit(
      tx,
      { act: 'primary.status', ...whose, object: primary.id, details: { from: primary.status, to: status } },
      now,
    );
  const { cascade } = (await directory.setting(primary.person_id, 'derived_credential', tx)).value;
  if (cascade === 'strict') await follow(parts, tx, primary, status);
  if (status !== 'unknown') {
    for (const row of await markRechecked(tx, primary.id, now)) {
      await recordAudit(
        tx,
        { act: 'credential.rechecked', ...whose, deviceId: row.device_id, object: row.id, details: { status } },
        now,
      );
    }
  }
  await savePrimaryStatus(tx, primary.id, status, now, await nextCheck(tx, primary.id, status, now));
}

async function follow(parts: CredentialsParts, tx: Tx, { id }: PrimaryRow, status: PrimaryStatus): Promise<void> {
  // What cannot be learned ends nothing.
  if (status === 'unknown') return;
  const live = await lockLive(tx, { primaryId: id });
  if (status === 'revoked') await endCredentials(parts, tx, live, { why: 'primary-revoked', actor });
  else if (status === 'expired') await endCredentials(parts, tx, live, { why: 'primary-expired', actor });
  else await holdCredentials(parts, tx, live, 'hold_primary', status === 'on_hold', actor);
}

/** Every four hours, hourly while the status cannot be learned, and seven days after each issuing; never without live credentials. */
async function nextCheck(tx: Tx, primaryId: string, status: PrimaryStatus, now: Date): Promise<Date | null> {
  const ahead = await nextRecheck(tx, primaryId);
  if (ahead === null) return null;
  const regular = after(now, status === 'unknown' ? UNKNOWN_AGAIN_MS : CHECKED_EVERY_MS);
  return ahead.at !== null && ahead.at > now && ahead.at < regular ? ahead.at : regular;
}
