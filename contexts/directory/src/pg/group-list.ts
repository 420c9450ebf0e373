import type { GroupUse, Origin } from '@lanyard/contract';
import type { Actor, Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';

export interface GroupRecord {
  readonly id: string;
  readonly name: string;
  readonly origin: Origin;
  readonly external_id: string | null;
  readonly source_id: string | null;
  readonly version: number;
  readonly created_at: Date;
  readonly changed_at: Date | null;
  readonly changed_by: Actor | null;
}

export interface GroupListRow extends GroupRecord {
  readonly members: number;
}

export interface GroupsWanted {
  /** The beginning of the name, or of a word in it. */
  readonly q?: string | undefined;
  readonly origin?: Origin | undefined;
  readonly personId?: string | undefined;
}

/** Members are counted no further. */
export const COUNTED_MEMBERS = 100_000;

const columns = sql`g.id, g.name, g.origin, g.external_id, g.source_id, g.version, g.created_at, g.changed_at, g.changed_by`;
const members = sql`(select count(*) from (select 1 from directory.membership m where m.group_id = g.id
  limit ${sql.lit(COUNTED_MEMBERS + 1)}) counted) as members`;
const key = sql`lower(g.name) collate "C"`;

/** A page of groups by name. @param afterId the last group of the page before */
export async function listGroupRows(
  on: Queryable,
  wanted: GroupsWanted,
  page: { readonly descending: boolean; readonly afterId: string | null; readonly limit: number },
): Promise<GroupListRow[]> {
  const direction = page.descending ? sql`desc` : sql`asc`;
  const place =
    page.afterId === null
      ? sql`true`
      : sql`(${key}, g.id) ${page.descending ? sql`<` : sql`>`} (select lower(a.name) collate "C", a.id
          from directory.user_group a where a.id = ${page.afterId})`;
  const { rows } = await sql<GroupListRow>`select ${columns}, ${members} from directory.user_group g
    where ${conditions(wanted)} and ${place} order by ${key} ${direction}, g.id ${direction}
    limit ${page.limit}`.execute(on);
  return rows;
}

export async function countGroupRows(on: Queryable, wanted: GroupsWanted, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from
    (select 1 from directory.user_group g where ${conditions(wanted)} limit ${most}) counted`.execute(on);
  return rows[0]?.n ?? 0;
}

export async function findGroupRow(on: Queryable, id: string): Promise<GroupListRow | null> {
  const { rows } = await sql<GroupListRow>`select ${columns}, ${members} from directory.user_group g
    where g.id = ${id}`.execute(on);
  return rows[0] ?? null;
}

/**
 * Takes the row's lock. Whoever refers to the group does not wait for it, unless the group is to go.
 * @param to what is done with it
 */
export async function lockGroup(
  on: Queryable,
  id: string,
  to: 'change' | 'delete' = 'change',
): Promise<GroupRecord | null> {
  const lock = to === 'delete' ? sql`for update` : sql`for no key update`;
  const { rows } = await sql<GroupRecord>`select ${columns} from directory.user_group g where g.id = ${id}
    ${lock}`.execute(on);
  return rows[0] ?? null;
}

export async function findGroupByName(on: Queryable, name: string): Promise<GroupRecord | null> {
  const { rows } = await sql<GroupRecord>`select ${columns} from directory.user_group g
    where lower(g.name) = lower(${name})`.execute(on);
  return rows[0] ?? null;
}

export interface GroupWrite {
  readonly name: string;
  readonly origin: Origin;
  readonly externalId: string | null;
  readonly sourceId: string | null;
}

export async function updateGroup(on: Queryable, id: string, group: GroupWrite, by: Actor, at: Date): Promise<void> {
  await sql`update directory.user_group set name = ${group.name}, origin = ${group.origin},
      external_id = ${group.externalId}, source_id = ${group.sourceId}, version = version + 1, changed_at = ${at},
      changed_by = ${JSON.stringify(by)}::jsonb
    where id = ${id}`.execute(on);
}

export async function deleteGroupRow(on: Queryable, id: string): Promise<void> {
  await sql`delete from directory.user_group where id = ${id}`.execute(on);
}

/** User Settings that hold for a group. */
export async function settingsOfGroup(on: Queryable, id: string): Promise<GroupUse[]> {
  const { rows } = await sql<GroupUse>`select 'setting' as kind, s.id::text as id, s.kind || ': ' || s.name as name
    from directory.setting s join directory.setting_group sg on sg.setting_id = s.id
    where sg.group_id = ${id} order by s.kind, s.name`.execute(on);
  return rows;
}

function conditions({ q, origin, personId }: GroupsWanted) {
  const all = [sql`true`];
  if (q) {
    const beginning = `${q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
    all.push(sql`(${key} like ${beginning} or ${key} like ${`% ${beginning}`})`);
  }
  if (origin !== undefined) all.push(sql`g.origin = ${origin}`);
  if (personId !== undefined)
    all.push(sql`exists (select 1 from directory.membership m where m.group_id = g.id and m.person_id = ${personId})`);
  return sql.join(all, sql` and `);
}
