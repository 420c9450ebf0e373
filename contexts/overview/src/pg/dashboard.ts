import type { Db, Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import { credentialList, endingBefore } from './lists/credentials.ts';
import { deviceList, quietSince } from './lists/devices.ts';
import { rowsOf } from './rows-of.ts';
import { countList } from './walk-list.ts';

export interface Tallied {
  readonly name: string;
  readonly n: number;
}

/** Kept counts of requests by day and step, of credentials by state, and of devices by state and platform. */
export const tallies = (on: Queryable): Promise<Tallied[]> =>
  rowsOf(
    on,
    sql<Tallied>`select name, sum(n)::bigint as n from
        (select name, n from credentials.overview_tally union all select name, n from fleet.overview_tally) t
      group by name`,
  );

export interface AuthorityRow {
  readonly id: string;
  readonly kind: string;
  readonly certificate: Uint8Array | null;
  readonly generation: number | null;
  readonly number: number | null;
  readonly crl_generation: number | null;
  readonly this_update: Date | null;
  readonly next_update: Date | null;
  readonly octets: number | null;
  readonly responder_not_after: Date | null;
  readonly presigned: number;
}

/** More OCSP answers signed ahead than this are not counted. */
export const PRESIGNED_COUNTED = 10_000;

export const authorityRows = (on: Queryable, now: Date): Promise<AuthorityRow[]> =>
  rowsOf(
    on,
    sql<AuthorityRow>`select a.id, a.kind, a.certificate, a.generation, a.number, a.crl_generation, a.this_update,
        a.next_update, a.octets, a.responder_not_after,
        (select count(*) from (select 1 from issuer.overview_ocsp_answer o
          where o.authority_id = a.id and o.next_update > ${now} limit ${PRESIGNED_COUNTED + 1}) ahead) as presigned
      from issuer.overview_authority a order by a.id`,
  );

interface SealingRow {
  readonly sealed: number;
  readonly signed: number;
  readonly unsealed_since: Date | null;
}

export async function sealing(on: Queryable): Promise<SealingRow> {
  const [row] = await rowsOf(
    on,
    sql<SealingRow>`select coalesce((select max(position) from kernel.audit_chain), 0) as sealed,
      coalesce((select max(position) from kernel.audit_checkpoint), 0) as signed,
      (select a.at from kernel.audit a
        where a.xid >= coalesce((select min_xid from kernel.audit_unsealed_from), '0'::xid8)
          and not exists (select from kernel.audit_chain c where c.audit_id = a.id)
        order by a.xid limit 1) as unsealed_since`,
  );
  return row ?? { sealed: 0, signed: 0, unsealed_since: null };
}

/** More mail that waits than this is not counted. */
const NOTICES_COUNTED = 10_000;

interface OutboxRow {
  readonly n: number;
  readonly oldest: Date | null;
}

export async function undeliveredNotices(
  on: Queryable,
): Promise<{ count: number; atLeast: boolean; oldest: Date | null }> {
  const [row = { n: 0, oldest: null }] = await rowsOf(
    on,
    sql<OutboxRow>`select count(*) as n, min(created_at) as oldest from (select created_at from notices.overview_notice
      where delivered_at is null order by created_at limit ${NOTICES_COUNTED + 1}) waiting`,
  );
  return { count: Math.min(row.n, NOTICES_COUNTED), atLeast: row.n > NOTICES_COUNTED, oldest: row.oldest };
}

type Count = Promise<{ readonly count: number; readonly atLeast: boolean } | null>;

/** Credentials that work and end before then, as their list counts them. */
export const countExpiring = (db: Db, end: Date): Count => countList(db, credentialList.shape, [endingBefore(end)]);

/** Devices that have been silent for so many days, as their list counts them. */
export const countQuiet = (db: Db, now: Date, quietDays: number): Count =>
  countList(db, deviceList.shape, [quietSince(now, quietDays)]);
