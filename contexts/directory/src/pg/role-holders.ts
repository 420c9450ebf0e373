import type { Role, SettingKind } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';

/** Settings that decide with what somebody may sign in. */
export const SIGN_IN_KINDS: readonly SettingKind[] = ['portal_authentication', 'admin_sign_in'];

const bySetting = sql`exists (select 1 from directory.setting_group sg join directory.setting s on s.id = sg.setting_id
  where sg.group_id = g.id and s.kind = any(${SIGN_IN_KINDS}::text[]))`;

/** Whether the members of a group sign in by a setting of their own. */
export async function isSignInGroup(on: Queryable, groupId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from directory.user_group g where g.id = ${groupId} and ${bySetting}`.execute(on);
  return rows.length > 0;
}

/** Names, in lower case, of the groups whose members do; of two hundred settings a kind there are not many. */
export async function signInGroupNames(on: Queryable): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`select lower(g.name) as name from directory.user_group g
    where ${bySetting}`.execute(on);
  return new Set(rows.map(({ name }) => name));
}

/** Active people with one of these roles, by id. */
export async function findActiveWithRole(on: Queryable, roles: readonly Role[], limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct p.id from directory.role_assignment a
    join directory.person p on p.id = a.person_id
    where a.role = any(${[...roles]}::text[]) and p.state = 'active' order by p.id limit ${limit}`.execute(on);
  return rows.map(({ id }) => id);
}

/** Whether one of these people has a role. */
export async function anyWithRole(on: Queryable, personIds: readonly string[]): Promise<boolean> {
  const { rows } = await sql`select 1 from directory.person
    where id = any(${personIds}::uuid[]) and cardinality(roles) > 0 limit 1`.execute(on);
  return rows.length > 0;
}
