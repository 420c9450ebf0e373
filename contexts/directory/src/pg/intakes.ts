import type { IntakeOutcome, IntakeState, PersonState } from '@lanyard/contract';
import type { Actor, Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { Candidate, Change, IntakeOptions } from '../intake/candidate.ts';

export interface IntakeCounts {
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly gone: number;
  readonly joins: number;
  readonly leaves: number;
}
export const noCounts: IntakeCounts = { new: 0, changed: 0, unchanged: 0, refused: 0, gone: 0, joins: 0, leaves: 0 };

export interface IntakeRow {
  readonly id: string;
  readonly origin: 'csv' | 'ldap';
  readonly source_id: string | null;
  readonly name: string;
  readonly state: IntakeState;
  readonly options: IntakeOptions;
  readonly counts: IntakeCounts;
  /** How many lines there are to apply. */
  readonly lines: number;
  readonly done: number;
  readonly through_line: number;
  readonly problem: string | null;
  readonly made_by: Actor;
  readonly made_at: Date;
  readonly applied_by: Actor | null;
  readonly ended_at: Date | null;
}

export interface IntakeLineRow {
  readonly line: number;
  readonly outcome: Exclude<IntakeOutcome, 'unchanged'>;
  readonly reason: string | null;
  readonly person_id: string | null;
  readonly person_version: number | null;
  readonly external_id: string | null;
  readonly facts: Candidate['facts'];
  readonly state: PersonState | null;
  readonly changes: readonly Change[];
  readonly joins: readonly string[];
  readonly leaves: readonly string[];
}

export async function insertIntake(
  on: Queryable,
  intake: Pick<IntakeRow, 'id' | 'origin' | 'source_id' | 'name' | 'options' | 'made_by'>,
  at: Date,
): Promise<void> {
  await sql`insert into directory.intake (id, origin, source_id, name, state, options, counts, made_by, made_at)
    values (${intake.id}, ${intake.origin}, ${intake.source_id}, ${intake.name}, 'reading',
      ${JSON.stringify(intake.options)}::jsonb, ${JSON.stringify(noCounts)}::jsonb,
      ${JSON.stringify(intake.made_by)}::jsonb, ${at})`.execute(on);
}

export async function insertLines(on: Queryable, intakeId: string, lines: readonly IntakeLineRow[]): Promise<void> {
  if (lines.length === 0) return;
  await sql`insert into directory.intake_line (intake_id, line, outcome, reason, person_id, person_version, external_id,
      facts, state, changes, joins, leaves)
    select ${intakeId}, r.line, r.outcome, r.reason, r.person_id, r.person_version, r.external_id, r.facts, r.state,
      r.changes, array(select jsonb_array_elements_text(r.joins)), array(select jsonb_array_elements_text(r.leaves))
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as r(line integer, outcome text, reason text,
      person_id uuid, person_version integer, external_id text, facts jsonb, state text, changes jsonb, joins jsonb,
      leaves jsonb)`.execute(on);
}

export async function findIntake(on: Queryable, id: string): Promise<IntakeRow | null> {
  const { rows } = await sql<IntakeRow>`select * from directory.intake where id = ${id}`.execute(on);
  return rows[0] ?? null;
}

/** Lines that end a person, counted no further than `most`. */
export async function countEnding(on: Queryable, intakeId: string, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from (select 1 from directory.intake_line
    where intake_id = ${intakeId} and state = 'terminated' and outcome in ('changed', 'gone') limit ${most}) counted`.execute(
    on,
  );
  return rows[0]?.n ?? 0;
}

/** Moves an intake on, unless somebody else did. @returns whether it was in one of the states named */
export async function moveIntake(
  on: Queryable,
  id: string,
  from: readonly IntakeState[],
  to: Partial<Pick<IntakeRow, 'state' | 'counts' | 'lines' | 'problem' | 'applied_by' | 'ended_at' | 'done'>>,
): Promise<boolean> {
  const set = Object.entries(to).map(([column, value]) =>
    column === 'counts' || column === 'applied_by'
      ? sql`${sql.ref(column)} = ${JSON.stringify(value)}::jsonb`
      : sql`${sql.ref(column)} = ${value}`,
  );
  const result = await sql`update directory.intake set ${sql.join(set)}
    where id = ${id} and state = any(${from}::text[])`.execute(on);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** How far it came; written outside the transaction of an import that is all or nothing, so that it can be watched. */
export async function noteProgress(on: Queryable, id: string, done: number, throughLine: number): Promise<void> {
  await sql`update directory.intake set done = ${done}, through_line = ${throughLine} where id = ${id}`.execute(on);
}

export async function listIntakes(
  on: Queryable,
  page: { readonly sourceId: string | null; readonly afterId: string | null; readonly limit: number },
): Promise<IntakeRow[]> {
  const { rows } = await sql<IntakeRow>`select * from directory.intake i
    where (${page.sourceId}::uuid is null or i.source_id = ${page.sourceId}::uuid)
      and (${page.afterId}::uuid is null or (i.made_at, i.id) <
        (select a.made_at, a.id from directory.intake a where a.id = ${page.afterId}::uuid))
    order by i.made_at desc, i.id desc limit ${page.limit}`.execute(on);
  return rows;
}

export async function countIntakes(on: Queryable, sourceId: string | null, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from (select 1 from directory.intake
    where (${sourceId}::uuid is null or source_id = ${sourceId}::uuid) limit ${most}) counted`.execute(on);
  return rows[0]?.n ?? 0;
}

/** A page of lines in their order; for applying, those that change something. */
export async function listLines(
  on: Queryable,
  intakeId: string,
  wanted: { readonly outcome?: string | undefined; readonly applying?: boolean },
  after: number,
  limit: number,
): Promise<IntakeLineRow[]> {
  const { rows } = await sql<IntakeLineRow>`select line, outcome, reason, person_id, person_version, external_id, facts,
      state, changes, joins, leaves
    from directory.intake_line
    where intake_id = ${intakeId} and line > ${after}
      and (${wanted.outcome ?? null}::text is null or outcome = ${wanted.outcome ?? null}::text)
      and (not ${wanted.applying ?? false} or outcome <> 'refused')
    order by line limit ${limit}`.execute(on);
  return rows;
}

/** Lines that turned out stale while a sync was applied. */
export async function refuseLines(on: Queryable, intakeId: string, lines: readonly number[], reason: string) {
  if (lines.length === 0) return;
  await sql`update directory.intake_line set outcome = 'refused', reason = ${reason}
    where intake_id = ${intakeId} and line = any(${lines}::integer[])`.execute(on);
  await sql`update directory.intake set counts = jsonb_set(counts, '{refused}',
      to_jsonb((counts ->> 'refused')::integer + ${lines.length}::integer)) where id = ${intakeId}`.execute(on);
}

/** One process at a time applies an intake; the other waits, and then finds it done. */
export async function lockIntake(on: Queryable, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`directory.intake ${id}`}, 0))`.execute(on);
}

/** Ends older runs of a connection that nobody decided: the newest read of a directory is the one that counts. */
export async function supersedeIntakes(on: Queryable, sourceId: string, exceptId: string, at: Date): Promise<void> {
  await sql`update directory.intake set state = 'discarded', ended_at = ${at}, problem = 'A newer run took its place.'
    where source_id = ${sourceId} and state in ('reading', 'ready', 'waiting') and id <> ${exceptId}`.execute(on);
}

/** Ends the runs of a connection that goes: what they have not done yet is left. */
export async function endIntakesOf(on: Queryable, sourceId: string, at: Date): Promise<void> {
  await sql`update directory.intake set state = 'discarded', ended_at = ${at}, problem = 'The connection was deleted.'
    where source_id = ${sourceId} and state in ('reading', 'ready', 'waiting', 'applying')`.execute(on);
}

/** Forgets what was judged of an intake that came to nothing, or begins anew. */
export async function forgetLines(on: Queryable, intakeId: string): Promise<void> {
  await sql`delete from directory.intake_line where intake_id = ${intakeId}`.execute(on);
}

/**
 * Forgets the lines of intakes that ended long ago, which hold personal data; the counts stay. Uploads that broke off,
 * and runs of directories that nobody reads now, are ended.
 * @returns whether there is more to forget
 */
export async function sweepIntakes(on: Queryable, endedBefore: Date, brokenBefore: Date, at: Date): Promise<boolean> {
  await sql`update directory.intake set state = 'failed', ended_at = ${at}, problem = 'It broke off before everything was read.'
    where state = 'reading' and made_at < ${brokenBefore} and not exists (
      select 1 from directory.ldap_connection c where c.id = source_id and c.busy_until > ${at})`.execute(on);
  const result = await sql`delete from directory.intake_line where (intake_id, line) in (
    select l.intake_id, l.line from directory.intake_line l join directory.intake i on i.id = l.intake_id
    where i.ended_at < ${endedBefore} limit ${AT_ONCE})`.execute(on);
  return (result.numAffectedRows ?? 0n) === BigInt(AT_ONCE);
}

/** Rows of one transaction. */
const AT_ONCE = 20_000;
