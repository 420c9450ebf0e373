import type { Provider } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { DanglingKey, SimulatedIdentity, SimulatedPerson } from '../simulate/facts.ts';
import { peopleInSpaces } from './conditions.ts';
import { and } from './walk-list.ts';

const person = sql`p.id, p.user_name as "userName", p.display_name as "displayName", p.upn, p.email, p.state`;

/** @param spaces null: all @returns null for nobody, and for somebody without a device in these spaces */
export async function simulatedPerson(
  on: Queryable,
  id: string,
  spaces: readonly string[] | null,
): Promise<SimulatedPerson | null> {
  const where = and([sql`p.id = ${id}`, ...peopleInSpaces(sql`p.id`, spaces)]);
  const { rows } = await sql<SimulatedPerson>`select ${person} from directory.overview_person p where ${where}`.execute(
    on,
  );
  return rows[0] ?? null;
}

/** The first members by user name, and how many there are in all. */
export async function membersOf(
  on: Queryable,
  groupId: string,
  spaces: readonly string[] | null,
  limit: number,
): Promise<{ readonly members: number; readonly first: SimulatedPerson[] } | null> {
  const where = and([sql`m.group_id = ${groupId}`, ...peopleInSpaces(sql`p.id`, spaces)]);
  const from = sql`directory.overview_membership m join directory.overview_person p on p.id = m.person_id where ${where}`;
  const group = await sql`select 1 from directory.overview_group where id = ${groupId}`.execute(on);
  if (group.rows.length === 0) return null;
  const count = await sql<{ n: number }>`select count(*) as n from ${from}`.execute(on);
  const first = await sql<SimulatedPerson>`select ${person} from ${from}
    order by lower(p.user_name) collate "C" limit ${limit}`.execute(on);
  return { members: count.rows[0]?.n ?? 0, first: first.rows };
}

export interface NewestCard {
  readonly certificate: Uint8Array;
  readonly subject: string;
  readonly not_after: Date;
}

/** The card that somebody proved last. */
export async function newestCard(on: Queryable, personId: string): Promise<NewestCard | null> {
  const { rows } = await sql<NewestCard>`select certificate, subject, not_after from credentials.overview_primary
    where person_id = ${personId} order by last_proved_at desc limit 1`.execute(on);
  return rows[0] ?? null;
}

export async function activeDevicesOf(on: Queryable, personId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from fleet.overview_device
    where person_id = ${personId} and state = 'active'`.execute(on);
  return rows[0]?.n ?? 0;
}

export async function crlEndOf(on: Queryable, authorityId: string): Promise<Date | null> {
  const { rows } = await sql<{ next_update: Date | null }>`select next_update from issuer.overview_authority
    where id = ${authorityId}`.execute(on);
  return rows[0]?.next_update ?? null;
}

interface IdentityRow {
  readonly id: string;
  readonly name: string;
  readonly usage: string | null;
  readonly provider: Provider | 'any' | null;
}

/** Published configurations that give apps a certificate of a derived credential. */
export async function publishedIdentities(on: Queryable): Promise<SimulatedIdentity[]> {
  const { rows } = await sql<IdentityRow>`select id, name, value ->> 'usage' as usage, value ->> 'provider' as provider
    from fleet.overview_published_configuration where kind = 'identity_certificate' order by lower(name)`.execute(on);
  return rows.map(({ id, name, usage, provider }) => ({ id, name, usage: usage ?? '', provider: provider ?? 'any' }));
}

/** The first certificate key of an app configuration whose configuration is not published. */
export async function danglingKey(on: Queryable): Promise<DanglingKey | null> {
  const { rows } = await sql<DanglingKey>`select a.id as "appId", a.name as app, key ->> 'key' as key
    from fleet.overview_app_configuration c join fleet.overview_app a on a.id = c.app_id
      cross join lateral jsonb_array_elements(coalesce(c.value -> 'certificates', '[]')) key
    where not exists (select from fleet.overview_published_configuration p
      where p.id::text = key ->> 'configurationId')
    order by lower(a.name), c.rank limit 1`.execute(on);
  return rows[0] ?? null;
}
