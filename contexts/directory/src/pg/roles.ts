import type { Role, RoleGrant } from '@lanyard/contract';
import type { Actor, Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { PersonState } from '../person.ts';

/** What a person may do on the admin portal, and where; roles that no release knows any more give nothing. */
export async function findGrants(
  on: Queryable,
  personId: string,
): Promise<{ role: string; spaces: string[] | null }[]> {
  const { rows } = await sql<{ role: string; spaces: string[] | null }>`
    select role, spaces from directory.role_assignment where person_id = ${personId} order by role`.execute(on);
  return rows;
}

/** Makes the assignments those given: rows that stay the same keep who gave them when. */
export async function replaceGrants(
  on: Queryable,
  personId: string,
  grants: readonly RoleGrant[],
  by: Actor,
  at: Date,
): Promise<void> {
  const roles = grants.map(({ role }) => role);
  await sql`delete from directory.role_assignment where person_id = ${personId} and role <> all(${roles}::text[])`.execute(
    on,
  );
  for (const { role, spaces } of grants)
    await sql`insert into directory.role_assignment as a (person_id, role, spaces, given_by, given_at)
      values (${personId}, ${role}, ${spaces}::text[], ${JSON.stringify(by)}::jsonb, ${at})
      on conflict (person_id, role) do update
        set spaces = excluded.spaces, given_by = excluded.given_by, given_at = excluded.given_at
        where a.spaces is distinct from excluded.spaces`.execute(on);
  await sql`update directory.person set roles = ${roles}::text[] where id = ${personId}`.execute(on);
  await sql`insert into directory.role_version as v (person_id, version, changed_by, changed_at)
    values (${personId}, 1, ${JSON.stringify(by)}::jsonb, ${at})
    on conflict (person_id) do update
      set version = v.version + 1, changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(on);
}

export interface RoleVersion {
  readonly version: number;
  readonly changedBy: Actor | null;
  readonly changedAt: Date | null;
}

/** 0 for somebody whose roles nobody ever changed. */
export async function findRoleVersion(on: Queryable, personId: string): Promise<RoleVersion> {
  const { rows } = await sql<RoleVersion>`select version, changed_by as "changedBy", changed_at as "changedAt"
    from directory.role_version where person_id = ${personId}`.execute(on);
  return rows[0] ?? { version: 0, changedBy: null, changedAt: null };
}

export interface AdministratorRow {
  readonly personId: string;
  readonly userName: string;
  readonly displayName: string;
  readonly upn: string;
  readonly state: PersonState;
  readonly version: number;
  readonly roles: readonly {
    readonly role: Role;
    readonly spaces: string[] | null;
    readonly givenAt: string;
    readonly givenBy: Actor;
    readonly giver: string | null;
  }[];
}

const administrators = sql`
  select p.id as "personId", p.user_name as "userName", p.display_name as "displayName", p.upn, p.state,
    coalesce((select v.version from directory.role_version v where v.person_id = p.id), 0) as version,
    coalesce((select jsonb_agg(jsonb_build_object('role', a.role, 'spaces', to_jsonb(a.spaces), 'givenAt', a.given_at,
        'givenBy', a.given_by, 'giver', g.display_name) order by a.role)
      from directory.role_assignment a
      left join directory.person g on g.id = (a.given_by ->> 'personId')::uuid
      where a.person_id = p.id), '[]') as roles
  from directory.person p`;

export async function findAdministrator(on: Queryable, personId: string): Promise<AdministratorRow | null> {
  const { rows } = await sql<AdministratorRow>`${administrators} where p.id = ${personId}`.execute(on);
  return rows[0] ?? null;
}

interface Wanted {
  /** The beginning of a user name, a UPN or a display name. */
  readonly q?: string | undefined;
  readonly role?: Role | undefined;
  /** Id of the last person of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Who has a role, by user name; there are never many. */
export async function listAdministrators(
  on: Queryable,
  { q, role, after, limit }: Wanted,
): Promise<{ readonly rows: AdministratorRow[]; readonly count: number }> {
  const chosen = sql`exists (select 1 from directory.role_assignment a where a.person_id = p.id
      and (${role ?? null}::text is null or a.role = ${role ?? null}))
    and (${q ?? null}::text is null or starts_with(lower(p.user_name), lower(${q ?? ''}))
      or starts_with(lower(p.upn), lower(${q ?? ''})) or starts_with(lower(p.display_name), lower(${q ?? ''})))`;
  const place =
    after === undefined
      ? sql`true`
      : sql`lower(p.user_name) > (select lower(user_name) from directory.person where id = ${after}::uuid)`;
  const { rows } = await sql<AdministratorRow>`${administrators} where ${chosen} and ${place}
    order by lower(p.user_name) limit ${limit}`.execute(on);
  const counted = await sql<{ n: number }>`select count(*) as n from directory.person p where ${chosen}`.execute(on);
  return { rows, count: counted.rows[0]?.n ?? 0 };
}

/** Whether anybody who may come in has the role. */
export async function hasActiveAdministrator(on: Queryable): Promise<boolean> {
  const { rows } = await sql`select 1 from directory.role_assignment a join directory.person p on p.id = a.person_id
    where a.role = 'administrator' and p.state = 'active' limit 1`.execute(on);
  return rows.length > 0;
}

export async function findNames(on: Queryable, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`select id, display_name as name from directory.person
    where id = any(${ids}::uuid[])`.execute(on);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
