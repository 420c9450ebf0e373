import type { BulkAct, BulkArea, RevocationCause } from '@lanyard/contract';
import { type Actor, recordAudit, type Tx } from '@lanyard/kernel';
import { countBulk } from '../pg/bulk-counts.ts';
import { type Bulk, findBulk, insertBulk, markRunning, noteApproval } from '../pg/bulks.ts';
import type { ApprovedExecutor, CredentialsParts } from '../ports.ts';
import { endsCredentials } from './bulk-act.ts';
import { type Choice, choose } from './choose.ts';
import { MASS_REVOCATION, type MassRevocation } from './mass-revocation.ts';
import { A_JOB, BULK_JOB } from './work-bulk.ts';

/** Jobs of one bulk act that run beside each other at the most: it must not push everything else aside. */
const MOST_JOBS = 4;

export interface BulkOrder extends Choice {
  readonly area: BulkArea;
  readonly act: BulkAct;
  readonly cause?: RevocationCause | undefined;
  readonly reason: string;
}

export interface BulkBy {
  readonly actor: Actor;
  readonly personId: string;
  readonly spaces: readonly string[] | null;
}

/**
 * Begins an act on many objects, or lets it wait for a second person.
 * @returns its id
 * @throws LanyardError `not_found`, `bulk_too_many`, `bulk_empty`, `approval_alone_spent`
 */
export async function startBulk(parts: CredentialsParts, order: BulkOrder, by: BulkBy): Promise<string> {
  const { approvals, clock, db, random } = parts;
  const { area, act, cause = null, reason } = order;
  // 1. What is chosen now is what it will be, however long a second person takes.
  const ids = (await choose(parts, area, order, by.spaces)).map(({ id }) => id);
  const id = random.uuid();
  const isEnding = endsCredentials(area, act);
  const ending = isEnding ? (await countBulk(db.pool, area, act, ids)).ending : 0;
  const input: MassRevocation = { bulkId: id, area, act, cause, ending, total: ids.length };
  if (isEnding && !(await approvals.needs(MASS_REVOCATION, input)))
    await approvals.alone(db.pool, 'credentials.mass-revocation', by.actor);
  const bulk = { id, area, act, cause, reason, actor: by.actor, personId: by.personId, createdAt: clock.now() };
  // 2. What ends nothing for good needs nobody else.
  await db.tx(async (tx) => {
    await insertBulk(tx, bulk, ids);
    if (!isEnding) await beginBulk(parts, tx, id, by.actor);
  });
  if (!isEnding) return id;
  // 3. The rest is asked for; where nobody else is needed it begins in the same call.
  const { approvalId } = await approvals.submit(MASS_REVOCATION, { input, reason, by });
  if (approvalId !== null) await noteApproval(db.pool, id, approvalId);
  return id;
}

export const beginApproved =
  (parts: CredentialsParts): ApprovedExecutor<MassRevocation> =>
  (tx, { bulkId }, { actor }) =>
    beginBulk(parts, tx, bulkId, actor);

/** Puts the work into the outbox; one that has begun already is left alone. */
async function beginBulk({ clock, outbox }: CredentialsParts, tx: Tx, id: string, actor: Actor): Promise<void> {
  if (!(await markRunning(tx, id, actor))) return;
  const bulk = await findBulk(tx, id);
  if (bulk === null) return;
  for (let n = 0; n < Math.min(MOST_JOBS, Math.ceil(bulk.total / A_JOB)); n++)
    await outbox.send(tx, BULK_JOB, { bulkId: id });
  await recordAudit(tx, auditOf(bulk, actor), clock.now());
}

const auditOf = ({ id, area, act, cause, reason, total }: Bulk, actor: Actor) =>
  ({
    act: 'credentials.bulk-begun',
    outcome: 'done',
    actor,
    object: id,
    details: { area, verb: act, count: total, reason, ...(cause === null ? {} : { cause }) },
  }) as const;
