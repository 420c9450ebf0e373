import type { Queryable } from '@lanyard/kernel';
import { sql, type RawBuilder } from 'kysely';

type Sql = RawBuilder<unknown>;

/** People found by what was typed; whoever matches more has to type more. */
const PEOPLE = 500;

/** What was typed, so that `like` looks for it as it is, from the beginning. */
export const prefixOf = (typed: string): string => `${typed.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;

/** `a,b` of a query: one of these. A single one stands by itself, so that an index that goes on in the order of the list is walked. */
export function oneOf(column: Sql, values: string | undefined): Sql[] {
  const [first, ...others] = values?.split(',') ?? [];
  if (first === undefined) return [];
  return [others.length === 0 ? sql`${column} = ${first}` : sql`${column} = any(${[first, ...others]})`];
}

export const equals = (column: Sql, value: string | undefined): Sql[] =>
  value === undefined ? [] : [sql`${column} = ${value}`];

/** Ids of people whose user name, UPN, e-mail address or name begins with what was typed. By indexes. */
export async function peopleLike(on: Queryable, typed: string): Promise<string[]> {
  const like = prefixOf(typed);
  const by = (column: string): Sql =>
    sql`(select id from directory.overview_person where lower(${sql.ref(column)}) collate "C" like ${like} limit ${PEOPLE})`;
  const { rows } = await sql<{ id: string }>`${by('user_name')} union ${by('upn')} union ${by('email')}
    union ${by('display_name')} limit ${PEOPLE}`.execute(on);
  return rows.map(({ id }) => id);
}

/** Serial numbers that may be meant: hexadecimal, with or without colons, or decimal. Lower case, without sign. */
export function serialsOf(typed: string): string[] {
  const bare = typed.replace(/[\s:-]/g, '').toLowerCase();
  const hex = /^(0x)?[0-9a-f]{1,40}$/.test(bare) ? [bare.replace(/^0x/, '')] : [];
  const decimal = /^[0-9]{1,49}$/.test(bare) ? [evenHex(BigInt(bare))] : [];
  return [...new Set([...hex, ...decimal])];
}

function evenHex(n: bigint): string {
  const hex = n.toString(16);
  return hex.length % 2 === 0 ? hex : `0${hex}`;
}

/** Serial numbers that begin as one of these do; nothing at all where there is none. */
export const serialLike = (column: Sql, serials: readonly string[]): Sql =>
  serials.length === 0
    ? sql`false`
    : sql`(${sql.join(
        serials.map((serial) => sql`${column} collate "C" like ${prefixOf(serial)}`),
        sql` or `,
      )})`;

/** A person of whom the list shows who they are. */
export const personJoin = sql`left join directory.overview_person w on w.id = p.person_id`;
export const personColumns = sql`w.user_name as person_user_name, w.display_name as person_name, w.state as person_state`;
export const deviceJoin = sql`left join fleet.overview_device d on d.id = p.device_id`;
export const deviceColumns = sql`d.name as device_name, d.platform as device_platform`;

/** For administrators of some spaces: only what is about devices of theirs. @param spaces null: all */
export const inSpaces = (deviceId: Sql, spaces: readonly string[] | null): Sql[] =>
  spaces === null
    ? []
    : [sql`exists (select from fleet.overview_device s where s.id = ${deviceId} and s.space_id = any(${spaces}))`];

/** The same for what is about people: those who have a device there. */
export const peopleInSpaces = (personId: Sql, spaces: readonly string[] | null): Sql[] =>
  spaces === null
    ? []
    : [
        sql`exists (select from fleet.overview_device s where s.person_id = ${personId} and s.space_id = any(${spaces}))`,
      ];
