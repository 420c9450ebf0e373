import type { BulkAct, BulkArea, BulkRow, BulkView, RevocationCause } from '@lanyard/contract';
import type { Actor, Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';

export interface Bulk {
  readonly id: string;
  readonly area: BulkArea;
  readonly act: BulkAct;
  readonly cause: RevocationCause | null;
  readonly reason: string;
  readonly actor: Actor;
  readonly personId: string;
  readonly state: BulkView['state'];
  readonly approvalId: string | null;
  readonly total: number;
  readonly createdAt: Date;
  readonly doneAt: Date | null;
}

export type Outcome = BulkRow['outcome'];

const columns = sql`id, area, act, cause, reason, actor, person_id as "personId", state, approval_id as "approvalId",
  total, created_at as "createdAt", done_at as "doneAt"`;

/** Writes down what is to be done, in the order given. */
export async function insertBulk(
  on: Queryable,
  bulk: Pick<Bulk, 'id' | 'area' | 'act' | 'cause' | 'reason' | 'actor' | 'personId' | 'createdAt'>,
  objectIds: readonly string[],
): Promise<void> {
  const { id, area, act, cause, reason, actor, personId, createdAt } = bulk;
  await sql`insert into credentials.bulk (id, area, act, cause, reason, actor, person_id, state, total, created_at)
    values (${id}, ${area}, ${act}, ${cause}, ${reason}, ${JSON.stringify(actor)}, ${personId}, 'waiting',
      ${objectIds.length}, ${createdAt})`.execute(on);
  await sql`insert into credentials.bulk_item (bulk_id, position, object_id)
    select ${id}, n, object from unnest(${objectIds}::uuid[]) with ordinality as chosen (object, n)`.execute(on);
}

export async function findBulk(on: Queryable, id: string): Promise<Bulk | null> {
  const { rows } = await sql<Bulk>`select ${columns} from credentials.bulk where id = ${id}`.execute(on);
  return rows[0] ?? null;
}

export async function noteApproval(on: Queryable, id: string, approvalId: string): Promise<void> {
  await sql`update credentials.bulk set approval_id = ${approvalId} where id = ${id}`.execute(on);
}

/** @returns whether it had not begun before */
export async function markRunning(on: Queryable, id: string, actor: Actor): Promise<boolean> {
  const { rows } = await sql`update credentials.bulk set state = 'running', actor = ${JSON.stringify(actor)}
    where id = ${id} and state = 'waiting' returning id`.execute(on);
  return rows.length > 0;
}

/** @returns whether this call was the one that found it done */
export async function markDone(on: Queryable, id: string, at: Date): Promise<boolean> {
  const { rows } = await sql`update credentials.bulk b set state = 'done', done_at = ${at}
    where id = ${id} and state = 'running'
      and not exists (select 1 from credentials.bulk_item i where i.bulk_id = b.id and i.outcome = 'waiting')
    returning id`.execute(on);
  return rows.length > 0;
}

/** Locks the next object that waits and that no other process is busy with. */
export async function takeItem(
  on: Queryable,
  bulkId: string,
): Promise<{ readonly position: number; readonly objectId: string } | null> {
  const { rows } = await sql<{ position: number; objectId: string }>`select position, object_id as "objectId"
    from credentials.bulk_item where bulk_id = ${bulkId} and outcome = 'waiting'
    order by tries, position limit 1 for update skip locked`.execute(on);
  return rows[0] ?? null;
}

export async function setOutcome(
  on: Queryable,
  bulkId: string,
  position: number,
  outcome: Outcome,
  code: string | null = null,
): Promise<void> {
  await sql`update credentials.bulk_item set outcome = ${outcome}, code = ${code}
    where bulk_id = ${bulkId} and position = ${position} and outcome = 'waiting'`.execute(on);
}

/** Counts a failure that may pass; after so many the object is given up. */
export async function noteTry(on: Queryable, bulkId: string, position: number, most: number): Promise<void> {
  await sql`update credentials.bulk_item set tries = tries + 1,
      outcome = case when tries + 1 >= ${most} then 'failed' else outcome end,
      code = case when tries + 1 >= ${most} then 'internal' else code end
    where bulk_id = ${bulkId} and position = ${position} and outcome = 'waiting'`.execute(on);
}

export async function countOutcomes(on: Queryable, bulkId: string): Promise<Readonly<Record<Outcome, number>>> {
  const { rows } = await sql<{ outcome: Outcome; n: number }>`select outcome, count(*) as n
    from credentials.bulk_item where bulk_id = ${bulkId} group by outcome`.execute(on);
  const of = (outcome: Outcome): number => rows.find((row) => row.outcome === outcome)?.n ?? 0;
  return { waiting: of('waiting'), done: of('done'), unchanged: of('unchanged'), failed: of('failed') };
}

export async function listItems(
  on: Queryable,
  bulkId: string,
  { after, limit, outcome }: { readonly after: number; readonly limit: number; readonly outcome?: Outcome | undefined },
): Promise<{ position: number; objectId: string; outcome: Outcome; code: string | null }[]> {
  const only = outcome === undefined ? sql`true` : sql`outcome = ${outcome}`;
  const { rows } = await sql<{ position: number; objectId: string; outcome: Outcome; code: string | null }>`
    select position, object_id as "objectId", outcome, code from credentials.bulk_item
    where bulk_id = ${bulkId} and position > ${after} and ${only} order by position limit ${limit}`.execute(on);
  return rows;
}

/** Those that still run, the oldest first. */
export async function findRunning(on: Queryable, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from credentials.bulk where state = 'running'
    order by created_at limit ${limit}`.execute(on);
  return rows.map(({ id }) => id);
}

export async function deleteBulksBefore(on: Queryable, before: Date): Promise<void> {
  await sql`delete from credentials.bulk where created_at < ${before} and state <> 'running'`.execute(on);
}
