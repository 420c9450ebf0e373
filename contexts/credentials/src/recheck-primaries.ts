import { after, days, hours, minutes, recordAudit, type Actor, type Tx } from '@lanyard/kernel';
import { CHECKED_EVERY_MS } from './confirm.ts';
import { endCredentials } from './end-credentials.ts';
import { holdCredentials } from './hold-credentials.ts';
import { findBoundSince, findCredential, lockLive, markRechecked, nextRecheck } from './pg/credentials.ts';
import { claimDuePrimaries, holdPrimary, savePrimaryStatus } from './pg/primaries.ts';
import type { CredentialRow, PrimaryRow } from './pg/tables.ts';
import type { CredentialsParts, PrimaryStatus } from './ports.ts';

const BATCH = 50;
/** A process that dies with a batch in its hands leaves it to another after this. */
const CLAIM_MS = minutes(15);
const AGAIN_SOON_MS = hours(1);
const LOOK_BACK_MS = days(7);
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
  const recent = status === 'revoked' && primary.status !== 'revoked' ? await boundRecently(tx, primary, now) : [];
  if (status !== primary.status) {
    const boundBefore = recent.length === 0 ? {} : { boundBefore: recent.map(({ id }) => id) };
    const details = { from: primary.status, to: status, ...boundBefore };
    await recordAudit(tx, { act: 'primary.status', ...whose, object: primary.id, details }, now);
  }
  const { cascade } = (await directory.setting(primary.person_id, 'derived_credential', tx)).value;
  if (cascade === 'strict') await follow(parts, tx, primary, status);
  // A hold of before the setting became this one is not kept.
  else await holdCredentials(parts, tx, await lockLive(tx, { primaryId: primary.id }), 'hold_primary', false, actor);
  for (const { id } of recent) await askAbout(parts, tx, id);
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

/** SP 800-157r1 §2.4: a card that was lost or stolen may have been used before anybody knew. */
const boundRecently = (tx: Tx, { person_id }: PrimaryRow, now: Date): Promise<CredentialRow[]> =>
  findBoundSince(tx, person_id, after(now, -LOOK_BACK_MS));

/** The holder of one that did not end with the card is asked whether it was them. */
async function askAbout({ fleet, notices }: CredentialsParts, tx: Tx, id: string): Promise<void> {
  const row = await findCredential(tx, id);
  if (row === null || (row.state !== 'active' && row.state !== 'suspended')) return;
  const device = await fleet.device(row.device_id, tx);
  const facts = { credentialId: id, credentialName: row.name, deviceName: device?.name };
  await notices.send(tx, { personId: row.person_id, kind: 'credential.review', facts });
}

async function follow(parts: CredentialsParts, tx: Tx, { id }: PrimaryRow, status: PrimaryStatus): Promise<void> {
  // What cannot be learned ends nothing.
  if (status === 'unknown') return;
  const live = await lockLive(tx, { primaryId: id });
  if (status === 'revoked') await endCredentials(parts, tx, live, { why: 'primary-revoked', actor });
  else if (status === 'expired') await endCredentials(parts, tx, live, { why: 'primary-expired', actor });
  else await holdCredentials(parts, tx, live, 'hold_primary', status === 'on_hold', actor);
}

/** Every four hours, hourly while the status cannot be learned or the card is on hold, and seven days after each issuing; never without live credentials. */
async function nextCheck(tx: Tx, primaryId: string, status: PrimaryStatus, now: Date): Promise<Date | null> {
  const ahead = await nextRecheck(tx, primaryId);
  if (ahead === null) return null;
  const regular = after(now, status === 'unknown' || status === 'on_hold' ? AGAIN_SOON_MS : CHECKED_EVERY_MS);
  return ahead.at !== null && ahead.at > now && ahead.at < regular ? ahead.at : regular;
}
