import type { Queryable } from '@lanyard/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { GroupRecord } from './group-list.ts';
import type { PersonRecord } from './person-records.ts';

/** Where a page begins: after a resource, or at a place as RFC 7644 §3.4.2.4 counts them. */
export interface ScimPage {
  readonly afterId: string | null;
  readonly offset: number;
  readonly limit: number;
}

export interface ScimFound<Row> {
  readonly rows: Row[];
  readonly total: number;
}

export type UserWish =
  | { readonly by: 'id' | 'userName' | 'externalId' | 'email' | 'upn' | 'displayName'; readonly value: string }
  | { readonly by: 'active'; readonly value: boolean };

const userConditions: Record<Exclude<UserWish['by'], 'active'>, (value: string) => RawBuilder<unknown>> = {
  id: (value) => (isUuid(value) ? sql`p.id = ${value}::uuid` : sql`false`),
  userName: (value) => sql`lower(p.user_name) = lower(${value})`,
  upn: (value) => sql`lower(p.upn) = lower(${value})`,
  email: (value) => sql`lower(p.email) collate "C" = lower(${value}) collate "C"`,
  displayName: (value) => sql`lower(p.display_name) collate "C" = lower(${value}) collate "C"`,
  externalId: (value) => sql`p.origin = 'scim' and p.source_id is null and p.external_id = ${value}`,
};

/** People whom SCIM shows: whoever is ended is not there any more (RFC 7644 §3.6). */
export async function findScimUsers(
  on: Queryable,
  wishes: readonly UserWish[],
  page: ScimPage,
): Promise<ScimFound<PersonRecord>> {
  const all = [sql`p.state <> 'terminated'`];
  for (const wish of wishes)
    all.push(wish.by === 'active' ? sql`(p.state = 'active') = ${wish.value}` : userConditions[wish.by](wish.value));
  const where = sql.join(all, sql` and `);
  const { rows } = await sql<PersonRecord>`select p.* from directory.person p where ${where}
      and (${page.afterId}::uuid is null or p.id > ${page.afterId}::uuid)
    order by p.id limit ${page.limit} offset ${page.offset}`.execute(on);
  const count = await sql<{ n: number }>`select count(*) as n from directory.person p where ${where}`.execute(on);
  return { rows, total: count.rows[0]?.n ?? 0 };
}

export type GroupWish =
  | { readonly by: 'id' | 'displayName' | 'externalId'; readonly value: string }
  | { readonly by: 'member'; readonly value: string };

export async function findScimGroups(
  on: Queryable,
  wishes: readonly GroupWish[],
  page: ScimPage,
): Promise<ScimFound<GroupRecord>> {
  const all = [sql`true`, ...wishes.map(groupCondition)];
  const where = sql.join(all, sql` and `);
  const { rows } = await sql<GroupRecord>`select g.* from directory.user_group g where ${where}
      and (${page.afterId}::uuid is null or g.id > ${page.afterId}::uuid)
    order by g.id limit ${page.limit} offset ${page.offset}`.execute(on);
  const count = await sql<{ n: number }>`select count(*) as n from directory.user_group g where ${where}`.execute(on);
  return { rows, total: count.rows[0]?.n ?? 0 };
}

function groupCondition({ by, value }: GroupWish): RawBuilder<unknown> {
  if (by === 'displayName') return sql`lower(g.name) = lower(${value})`;
  if (by === 'externalId') return sql`g.origin = 'scim' and g.source_id is null and g.external_id = ${value}`;
  if (!isUuid(value)) return sql`false`;
  return by === 'id'
    ? sql`g.id = ${value}::uuid`
    : sql`exists (select 1 from directory.membership m where m.group_id = g.id and m.person_id = ${value}::uuid)`;
}

export const isUuid = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);

/** Somebody whom SCIM ended, and no person, and who comes again under the same user name. */
export async function findEndedUser(on: Queryable, userName: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from directory.person
    where lower(user_name) = lower(${userName}) and state = 'terminated' and state_by_source
      and origin = 'scim' for no key update`.execute(on);
  return rows[0]?.id ?? null;
}

export interface Member {
  readonly id: string;
  readonly display: string;
}

export async function membersOf(on: Queryable, groupId: string, most: number): Promise<Member[]> {
  const { rows } = await sql<Member>`select p.id, p.display_name as display from directory.membership m
    join directory.person p on p.id = m.person_id where m.group_id = ${groupId} order by p.id limit ${most}`.execute(
    on,
  );
  return rows;
}
