import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import { and } from './walk-list.ts';
import { inSpaces, peopleInSpaces } from './conditions.ts';

export interface TimelineActRow {
  readonly id: number;
  readonly at: Date;
  readonly act: string;
  readonly outcome: 'done' | 'refused';
  readonly actor: Readonly<Record<string, unknown>>;
  readonly actor_name: string | null;
  readonly device_id: string | null;
  readonly object: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly correlation_id: string | null;
}

export interface TimelineNoticeRow {
  readonly id: string;
  readonly kind: string;
  readonly created_at: Date;
  readonly delivered_at: Date | null;
  readonly delivered_to: string | null;
}

type Whose = { readonly personId: string; readonly userName: string } | { readonly deviceId: string };

/**
 * Acts that concern a person or a device, newest first. To a person belongs what was refused to whoever typed their
 * user name, too: a registration is refused before it is known whose it is.
 * @param before the last row already shown; null from the newest on
 */
export async function actsOf(
  on: Queryable,
  whose: Whose,
  before: number | null,
  limit: number,
): Promise<TimelineActRow[]> {
  const earlier = before === null ? sql`true` : sql`id < ${before}`;
  const theirs =
    'deviceId' in whose
      ? sql`(select * from kernel.audit where device_id = ${whose.deviceId} and ${earlier} order by id desc limit ${limit})`
      : sql`(select * from kernel.audit where person_id = ${whose.personId} and ${earlier} order by id desc limit ${limit})
        union all (select * from kernel.audit where outcome = 'refused' and person_id is null
          and details ->> 'userName' is not null and lower(details ->> 'userName') = ${whose.userName.toLowerCase()}
          and ${earlier} order by id desc limit ${limit})`;
  const { rows } = await sql<TimelineActRow>`select a.id, a.at, a.act, a.outcome, a.actor, b.display_name as actor_name,
      a.device_id, a.object, a.details, a.correlation_id
    from (${theirs}) a left join directory.overview_person b on b.id = (a.actor ->> 'personId')::uuid
    order by a.id desc limit ${limit}`.execute(on);
  return rows;
}

/** What a person was told, newest first. */
export async function noticesOf(
  on: Queryable,
  personId: string,
  before: { readonly at: Date; readonly id: string } | null,
  limit: number,
): Promise<TimelineNoticeRow[]> {
  const earlier = before === null ? sql`true` : sql`(created_at, id) < (${before.at}, ${before.id}::uuid)`;
  const { rows } = await sql<TimelineNoticeRow>`select id, kind, created_at, delivered_at, delivered_to
    from notices.overview_notice where person_id = ${personId} and ${earlier}
    order by created_at desc, id desc limit ${limit}`.execute(on);
  return rows;
}

/** @param spaces null: all @returns null for nobody, and for somebody without a device in these spaces */
export async function userNameOf(
  on: Queryable,
  personId: string,
  spaces: readonly string[] | null,
): Promise<string | null> {
  const where = and([sql`p.id = ${personId}`, ...peopleInSpaces(sql`p.id`, spaces)]);
  const { rows } = await sql<{
    user_name: string;
  }>`select user_name from directory.overview_person p where ${where}`.execute(on);
  return rows[0]?.user_name ?? null;
}

/** Whether there is such a device in these spaces. */
export async function isDevice(on: Queryable, deviceId: string, spaces: readonly string[] | null): Promise<boolean> {
  const where = and([sql`d.id = ${deviceId}`, ...inSpaces(sql`d.id`, spaces)]);
  const { rows } = await sql`select 1 from fleet.overview_device d where ${where}`.execute(on);
  return rows.length > 0;
}
