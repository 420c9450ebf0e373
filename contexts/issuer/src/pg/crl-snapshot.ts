import type { Queryable, Tx } from '@lanyard/kernel';
import { sql } from 'kysely';
import { generationOf } from './authorities.ts';
import { takeCrlNumber } from './crls.ts';
import type { StatusRow } from './statuses.ts';

const PAGE = 5_000;

/** What a CRL lists at one moment, read in pages: a million entries never stand in memory together. */
export interface CrlSnapshot {
  readonly number: number;
  readonly generation: number;
  readonly at: Date;
  /** Holds taken back since `resumedSince`, by serial number. */
  readonly resumed: readonly ResumedRow[];
  /** To be read to its end, once; the transaction ends with it. */
  pages(): AsyncGenerator<StatusRow[], void, undefined>;
  /** Ends the transaction of a snapshot that is not read to its end. */
  abandon(): Promise<void>;
}

export interface ResumedRow {
  readonly serial: string;
  readonly resumed_at: Date;
}

export interface SnapshotBounds {
  readonly authorityId: string;
  /** Certificates that ended before need not be listed any more (RFC 5280 §3.3). */
  readonly endedAfter: (at: Date) => Date;
  readonly resumedSince: Date | null;
}

/**
 * Takes a CRL number and then the snapshot, under one lock: a higher number never knows less. The cursor sees what
 * was committed when it was declared; the generation is read before, so the list may be newer than its label, never
 * older.
 * @param now asked once the lock is held
 */
export async function openCrlSnapshot(
  pool: Queryable,
  now: () => Date,
  { authorityId, endedAfter, resumedSince }: SnapshotBounds,
): Promise<CrlSnapshot> {
  const tx = await pool.startTransaction().execute();
  const abandon = async (): Promise<void> =>
    void (tx.isRolledBack || tx.isCommitted || (await tx.rollback().execute()));
  try {
    const number = await takeCrlNumber(tx, authorityId);
    const at = now();
    const generation = await generationOf(tx, authorityId);
    await declareCursor(tx, authorityId, endedAfter(at));
    const resumed = resumedSince === null ? [] : await resumedRows(tx, authorityId, resumedSince);
    async function* pages(): AsyncGenerator<StatusRow[], void, undefined> {
      try {
        for (;;) {
          const { rows } = await sql<StatusRow>`fetch forward ${sql.lit(PAGE)} from crl_entries`.execute(tx);
          if (rows.length > 0) yield rows;
          if (rows.length < PAGE) break;
        }
        await tx.commit().execute();
      } finally {
        await abandon();
      }
    }
    return { number, generation, at, resumed, pages, abandon };
  } catch (error) {
    await abandon();
    throw error;
  }
}

const declareCursor = (tx: Tx, authorityId: string, endedAfter: Date) =>
  sql`declare crl_entries no scroll cursor for
    select serial, state, closed_at, revoked_at, revocation_reason, invalidity_date from issuer.certificate
    where authority_id = ${authorityId} and (state = 'closed' or revoked_at is not null) and not_after > ${endedAfter}
    order by serial`.execute(tx);

async function resumedRows(tx: Tx, authorityId: string, since: Date): Promise<ResumedRow[]> {
  const { rows } = await sql<ResumedRow>`select serial, resumed_at from issuer.certificate
    where authority_id = ${authorityId} and resumed_at > ${since} and revoked_at is null order by serial`.execute(tx);
  return rows;
}
