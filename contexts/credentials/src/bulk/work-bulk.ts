import { isLanyardError } from '@lanyard/kernel';
import { days } from '@lanyard/kernel';
import {
  type Bulk,
  deleteBulksBefore,
  findBulk,
  findRunning,
  markDone,
  noteTry,
  setOutcome,
  takeItem,
} from '../pg/bulks.ts';
import type { CredentialsParts } from '../ports.ts';
import { runOf } from './bulk-act.ts';

/** Carries `{ bulkId }`. */
export const BULK_JOB = 'credentials.bulk';
/** Objects that one job takes before it lets others in. */
export const A_JOB = 100;
/** An object is given up after so many failures that might have passed. */
const MOST_TRIES = 3;
/** Results are kept so long. */
const KEPT = days(90);

/** Does a part of a bulk act, beside any number of processes that do the same, and leaves the rest to a next job. */
export async function workBulk(parts: CredentialsParts, bulkId: string): Promise<void> {
  const bulk = await findBulk(parts.db.pool, bulkId);
  if (bulk?.state !== 'running') return;
  let left = A_JOB;
  while (left > 0 && (await workOne(parts, bulk))) left--;
  if (await markDone(parts.db.pool, bulkId, parts.clock.now())) return;
  if (left === 0) await parts.db.tx((tx) => parts.outbox.send(tx, BULK_JOB, { bulkId }));
}

/** Goes on with what a process left behind that died, and forgets old results. */
export async function resumeBulks(parts: CredentialsParts): Promise<void> {
  const { clock, db } = parts;
  for (const id of await findRunning(db.pool, 20)) await workBulk(parts, id);
  await deleteBulksBefore(db.pool, new Date(clock.now().getTime() - KEPT));
}

/** One object: its act and its outcome are one transaction. @returns false: none is left */
async function workOne(parts: CredentialsParts, bulk: Bulk): Promise<boolean> {
  const { db, log } = parts;
  const { id, act, cause, actor, reason } = bulk;
  let position: number | undefined;
  try {
    return await db.tx(async (tx) => {
      const item = await takeItem(tx, id);
      if (item === null) return false;
      ({ position } = item);
      const changed = await runOf(act, cause)(parts, tx, item.objectId, { actor, reason, correlationId: id });
      await setOutcome(tx, id, position, changed ? 'done' : 'unchanged');
      return true;
    });
  } catch (error) {
    if (position === undefined) throw error;
    if (isLanyardError(error) && error.kind !== 'internal' && error.kind !== 'unavailable') {
      await setOutcome(db.pool, id, position, 'failed', error.code);
      return true;
    }
    log.warn({ bulk: id, position, err: error }, 'an object of a bulk act failed');
    await noteTry(db.pool, id, position, MOST_TRIES);
    throw error;
  }
}
