import type { Platform } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import { rowsOf } from './rows-of.ts';
import { and } from './walk-list.ts';
import { inSpaces, peopleInSpaces, peopleLike, prefixOf, serialLike } from './conditions.ts';

export interface FoundPerson {
  readonly id: string;
  readonly user_name: string;
  readonly display_name: string;
  readonly email: string;
  readonly state: string;
}

type Spaces = readonly string[] | null;
const isId = (typed: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(typed);

/** People whose user name, UPN, e-mail address or name begins so, or whose id it is. */
export async function findPeople(on: Queryable, typed: string, spaces: Spaces, limit: number): Promise<FoundPerson[]> {
  const ids = isId(typed) ? [typed] : await peopleLike(on, typed);
  const where = and([sql`r.id = any(${ids})`, ...peopleInSpaces(sql`r.id`, spaces)]);
  return rowsOf(
    on,
    sql<FoundPerson>`select id, user_name, display_name, email, state from directory.overview_person r
      where ${where} order by lower(user_name) collate "C" limit ${limit}`,
  );
}

export interface FoundDevice {
  readonly id: string;
  readonly name: string;
  readonly platform: Platform;
  readonly state: string;
  readonly display_name: string | null;
}

export function findDevices(on: Queryable, typed: string, spaces: Spaces, limit: number): Promise<FoundDevice[]> {
  const named = isId(typed) ? sql`r.id = ${typed}` : sql`lower(r.name) collate "C" like ${prefixOf(typed)}`;
  const where = and([named, ...inSpaces(sql`r.id`, spaces)]);
  return rowsOf(
    on,
    sql<FoundDevice>`select d.*, w.display_name from (select r.id, r.name, r.platform, r.state, r.person_id
        from fleet.overview_listed_device r where ${where} order by lower(r.name) collate "C", r.id limit ${limit}) d
      left join directory.overview_person w on w.id = d.person_id`,
  );
}

export interface FoundSerial {
  readonly serial: string;
  readonly what: string;
  readonly display_name: string | null;
}

/** Certificates of our authorities. */
export function findCertificates(
  on: Queryable,
  serials: readonly string[],
  spaces: Spaces,
  limit: number,
): Promise<FoundSerial[]> {
  const where = and([serialLike(sql`r.serial`, serials), ...inSpaces(sql`r.device_id`, spaces)]);
  return rowsOf(
    on,
    sql<FoundSerial>`select c.serial, c.what, w.display_name from (select r.serial, r.profile as what, r.person_id
        from issuer.overview_certificate r where ${where} order by r.serial collate "C" limit ${limit}) c
      left join directory.overview_person w on w.id = c.person_id`,
  );
}

/** Smart cards that were shown here. */
export function findCards(
  on: Queryable,
  serials: readonly string[],
  spaces: Spaces,
  limit: number,
): Promise<FoundSerial[]> {
  const where = and([serialLike(sql`r.serial`, serials), ...peopleInSpaces(sql`r.person_id`, spaces)]);
  return rowsOf(
    on,
    sql<FoundSerial>`select c.serial, c.what, w.display_name from (select r.serial, r.subject as what, r.person_id
        from credentials.overview_primary r where ${where} order by r.serial collate "C" limit ${limit}) c
      left join directory.overview_person w on w.id = c.person_id`,
  );
}

export interface FoundCredential extends FoundSerial {
  readonly id: string;
  readonly provider: string;
}

/** Credentials of other providers by the serial number of one of their certificates. */
export function findImported(
  on: Queryable,
  serials: readonly string[],
  spaces: Spaces,
  limit: number,
): Promise<FoundCredential[]> {
  const where = and([
    serialLike(sql`r.serial`, serials),
    sql`r.provider <> 'lanyard'`,
    ...inSpaces(sql`r.device_id`, spaces),
  ]);
  return rowsOf(
    on,
    sql<FoundCredential>`select c.*, w.display_name from (select r.credential_id as id, r.serial, r.name as what, r.provider,
          r.person_id
        from credentials.overview_certificate r where ${where} limit ${limit}) c
      left join directory.overview_person w on w.id = c.person_id`,
  );
}

export interface FoundName {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}

export const findGroups = (on: Queryable, typed: string, limit: number): Promise<FoundName[]> =>
  rowsOf(
    on,
    sql<FoundName>`select id, name, origin as detail from directory.overview_group
      where lower(name) collate "C" like ${prefixOf(typed)} order by lower(name) collate "C" limit ${limit}`,
  );

/** There are hundreds at the most: looked for anywhere in the name. */
export const findConfigurations = (on: Queryable, typed: string, spaces: Spaces, limit: number): Promise<FoundName[]> =>
  rowsOf(
    on,
    sql<FoundName>`select id, name, kind as detail from fleet.overview_configuration
      where lower(name) like ${`%${prefixOf(typed)}`} and ${spaces === null ? sql`true` : sql`(all_spaces or space_id = any(${spaces}))`}
      order by lower(name) collate "C" limit ${limit}`,
  );
