import type { ApprovalAct, ApprovalState } from '@lanyard/contract';
import type { Actor, Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';

export interface ApprovalRow {
  readonly id: string;
  readonly act: ApprovalAct;
  readonly summary: string;
  readonly input: Record<string, unknown>;
  readonly reason: string;
  /** As stored: one whose time ran out is still `pending`. */
  readonly state: Exclude<ApprovalState, 'expired'>;
  readonly askedBy: string;
  readonly askedActor: Actor;
  readonly askedAt: Date;
  readonly until: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly decisionReason: string | null;
  readonly doneAt: Date | null;
  readonly failure: string | null;
  readonly asker: string | null;
  readonly decider: string | null;
}

/** What lists show of it. */
export type ListedRow = Omit<ApprovalRow, 'input'>;

const listed = sql`a.id, a.act, a.summary, a.reason, a.state, a.asked_by as "askedBy",
  a.asked_actor as "askedActor", a.asked_at as "askedAt", a.until, a.decided_by as "decidedBy",
  a.decided_at as "decidedAt", a.decision_reason as "decisionReason", a.done_at as "doneAt", a.failure,
  (select display_name from directory.person where id = a.asked_by) as asker,
  (select display_name from directory.person where id = a.decided_by) as decider`;
const columns = sql`${listed}, a.input`;

export type NewApproval = Pick<
  ApprovalRow,
  'id' | 'act' | 'summary' | 'input' | 'reason' | 'askedBy' | 'askedActor' | 'askedAt' | 'until'
>;

export async function insertApproval(on: Queryable, row: NewApproval): Promise<void> {
  await sql`insert into directory.approval (id, act, summary, input, reason, state, asked_by, asked_actor, asked_at, until)
    values (${row.id}, ${row.act}, ${row.summary}, ${JSON.stringify(row.input)}::jsonb, ${row.reason}, 'pending',
      ${row.askedBy}, ${JSON.stringify(row.askedActor)}::jsonb, ${row.askedAt}, ${row.until})`.execute(on);
}

/** How many of somebody's requests are still to be decided. */
export async function countPending(on: Queryable, askedBy: string, now: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from directory.approval
    where state = 'pending' and until > ${now} and asked_by = ${askedBy}`.execute(on);
  return rows[0]?.n ?? 0;
}

export async function findApproval(on: Queryable, id: string): Promise<ApprovalRow | null> {
  const { rows } = await sql<ApprovalRow>`select ${columns} from directory.approval a where a.id = ${id}`.execute(on);
  return rows[0] ?? null;
}

/** Takes the row's lock: of two decisions, or of two processes that would do it, the second sees what the first did. */
export async function lockApproval(on: Queryable, id: string): Promise<ApprovalRow | null> {
  const { rows } =
    await sql<ApprovalRow>`select ${columns} from directory.approval a where a.id = ${id} for update`.execute(on);
  return rows[0] ?? null;
}

export interface Decision {
  readonly state: 'approved' | 'refused' | 'withdrawn';
  readonly personId: string;
  readonly actor: Actor;
  readonly reason: string;
}

export async function decideApproval(on: Queryable, id: string, decision: Decision, at: Date): Promise<void> {
  await sql`update directory.approval set state = ${decision.state}, decided_by = ${decision.personId},
      decided_actor = ${JSON.stringify(decision.actor)}::jsonb, decided_at = ${at}, decision_reason = ${decision.reason}
    where id = ${id}`.execute(on);
}

/** @param failure the error code of one that could not be done */
export async function closeApproval(on: Queryable, id: string, failure: string | null, at: Date): Promise<void> {
  await sql`update directory.approval set state = ${failure === null ? 'done' : 'failed'}, done_at = ${at},
    failure = ${failure} where id = ${id}`.execute(on);
}

interface Wanted {
  readonly state?: ApprovalState | undefined;
  readonly act?: ApprovalAct | undefined;
  /** Words that the summary or the reason has. */
  readonly q?: string | undefined;
  /** Null: everybody's. */
  readonly askedBy: string | null;
  /** Id of the last one of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Beyond this they are not counted. */
const COUNTED = 10_000;

/** The newest first. */
export async function listApprovals(
  on: Queryable,
  { state, act, q, askedBy, after, limit }: Wanted,
  now: Date,
): Promise<{ readonly rows: ListedRow[]; readonly count: number; readonly atLeast: boolean }> {
  const chosen = sql`(${askedBy}::uuid is null or a.asked_by = ${askedBy}::uuid)
    and (${act ?? null}::text is null or a.act = ${act ?? null})
    and (${q ?? null}::text is null or position(lower(${q ?? ''}) in lower(a.summary || ' ' || a.reason)) > 0)
    and (${state ?? null}::text is null
      or case when a.state = 'pending' and a.until <= ${now} then 'expired' else a.state end = ${state ?? null})`;
  const place =
    after === undefined
      ? sql`true`
      : sql`(a.asked_at, a.id) < (select asked_at, id from directory.approval where id = ${after}::uuid)`;
  const { rows } = await sql<ListedRow>`select ${listed} from directory.approval a where ${chosen} and ${place}
    order by a.asked_at desc, a.id desc limit ${limit}`.execute(on);
  const counted = await sql<{ n: number }>`select count(*) as n from
    (select 1 from directory.approval a where ${chosen} limit ${COUNTED + 1}) counted`.execute(on);
  const count = counted.rows[0]?.n ?? 0;
  return { rows, count: Math.min(count, COUNTED), atLeast: count > COUNTED };
}
