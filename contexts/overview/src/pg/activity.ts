import { sql } from 'kysely';
import type { Queryable } from '@lanyard/kernel';

export interface ActivityRow {
  readonly id: number;
  readonly at: Date;
  readonly act: string;
  readonly outcome: 'done' | 'refused';
  readonly device_id: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * A person's part of the audit log, newest first, by an index of its own.
 * @param before id of the last row already shown
 */
export async function activityOf(
  on: Queryable,
  personId: string,
  acts: readonly string[],
  before: number | null,
  limit: number,
): Promise<ActivityRow[]> {
  const { rows } = await sql<ActivityRow>`
    select id, at, act, outcome, device_id, details from kernel.audit
    where person_id = ${personId} and act = any(${acts}) and (${before}::bigint is null or id < ${before})
    order by id desc limit ${limit}`.execute(on);
  return rows;
}
