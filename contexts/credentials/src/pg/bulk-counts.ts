import type { BulkAct, BulkArea } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { sql, type RawBuilder } from 'kysely';

export interface BulkCounts {
  /** What the act will change. */
  readonly changed: number;
  readonly people: number;
  /** Derived credentials that end. */
  readonly ending: number;
}

const LIVE = sql`state in ('issuing', 'active', 'suspended')`;
const changes: Readonly<Record<Exclude<BulkAct, 'lost' | 'retire'>, RawBuilder<unknown>>> = {
  suspend: sql`${LIVE} and not hold_admin`,
  resume: sql`${LIVE} and hold_admin`,
  revoke: LIVE,
  cancel: sql`state in ('pending', 'activating')`,
};

/** What an act will do to so many objects, as they are now. Devices themselves are fleet's: only what is on them counts. */
export async function countBulk(
  on: Queryable,
  area: BulkArea,
  act: BulkAct,
  ids: readonly string[],
): Promise<BulkCounts> {
  if (act === 'lost' || act === 'retire') {
    const { n, people } = await one(on, sql`credentials.credential`, sql`device_id = any(${ids}::uuid[]) and ${LIVE}`);
    return { changed: ids.length, people, ending: n };
  }
  const table = area === 'requests' ? sql`credentials.request` : sql`credentials.credential`;
  const { n, people } = await one(on, table, sql`id = any(${ids}::uuid[]) and ${changes[act]}`);
  return { changed: n, people, ending: act === 'revoke' ? n : 0 };
}

async function one(on: Queryable, table: RawBuilder<unknown>, where: RawBuilder<unknown>) {
  const { rows } = await sql<{ n: number; people: number }>`select count(*) as n, count(distinct person_id) as people
    from ${table} where ${where}`.execute(on);
  return { n: rows[0]?.n ?? 0, people: rows[0]?.people ?? 0 };
}
