import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { CrlExtraRow, CrlRow, Tables } from './tables.ts';

/** Takes the next CRL number, and holds the authority's row until the transaction ends: one CRL at a time takes its snapshot. */
export async function takeCrlNumber(on: Queryable, authorityId: string): Promise<number> {
  const { rows } = await sql<{ crl_number: number }>`update issuer.authority set crl_number = crl_number + 1
    where id = ${authorityId} returning crl_number`.execute(on);
  const [row] = rows;
  if (row === undefined) throw new Error(`no authority ${authorityId}`);
  return row.crl_number;
}

export type CrlHeadRow = Omit<CrlExtraRow, 'der'> & { readonly octets: number };

/** Which list. */
export interface CrlKey {
  readonly authorityId: string;
  /** `full`, `delta`, or the number of a partition. */
  readonly name: string;
}

const tableOf = ({ name }: CrlKey) => sql.table(name === 'full' ? 'issuer.crl' : 'issuer.crl_extra');
const nameIs = ({ name }: CrlKey) => (name === 'full' ? sql`true` : sql`name = ${name}`);

/** All of a CRL but its octets. */
export async function crlHeadOf(on: Queryable, key: CrlKey): Promise<CrlHeadRow | null> {
  const { rows } = await sql<CrlHeadRow>`select authority_id, number, etag, this_update, next_update,
      length(der) as octets from ${tableOf(key)}
    where authority_id = ${key.authorityId} and ${nameIs(key)}`.execute(on);
  return rows[0] ?? null;
}

/** @returns null when this number is not in force any more */
export async function crlPiece(
  on: Queryable,
  key: CrlKey,
  number: number,
  { at, length }: { readonly at: number; readonly length: number },
): Promise<Buffer | null> {
  const { rows } = await sql<{ piece: Buffer }>`select substring(der from ${at + 1} for ${length}) as piece
    from ${tableOf(key)} where authority_id = ${key.authorityId} and ${nameIs(key)} and number = ${number}`.execute(on);
  return rows[0]?.piece ?? null;
}

type NewCrl = Omit<CrlRow, 'der' | 'alarmed_at'> & { readonly der: Uint8Array };

/** Replaces the CRL in force, unless a higher number is there already. @returns whether it did */
export async function publishCrlRow(on: Queryable, { authority_id: authorityId, ...crl }: NewCrl): Promise<boolean> {
  const values = { ...crl, alarmed_at: null };
  const done = await on
    .withTables<Tables>()
    .insertInto('issuer.crl')
    .values({ authority_id: authorityId, ...values })
    .onConflict((c) => c.column('authority_id').doUpdateSet(values).where('issuer.crl.number', '<', crl.number))
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}

export type NewCrlExtra = Omit<CrlExtraRow, 'der'> & { readonly der: Uint8Array };

export async function publishExtraRow(on: Queryable, { authority_id, name, ...crl }: NewCrlExtra): Promise<void> {
  await on
    .withTables<Tables>()
    .insertInto('issuer.crl_extra')
    .values({ authority_id, name, ...crl })
    .onConflict((c) => c.columns(['authority_id', 'name']).doUpdateSet(crl))
    .execute();
}

/** Remembers that a CRL was in force, and forgets those that no delta will build on. */
export async function rememberCrl(
  on: Queryable,
  { authority_id, number, this_update }: Pick<CrlRow, 'authority_id' | 'number' | 'this_update'>,
  forgetBefore: Date,
): Promise<void> {
  const db = on.withTables<Tables>();
  await db.insertInto('issuer.crl_history').values({ authority_id, number, this_update }).execute();
  await db
    .deleteFrom('issuer.crl_history')
    .where('authority_id', '=', authority_id)
    .where('this_update', '<', forgetBefore)
    .execute();
}

/** The newest CRL of at least some age, or else the oldest known: null before the first. */
export async function crlBase(
  on: Queryable,
  authorityId: string,
  madeBefore: Date,
): Promise<{ readonly number: number; readonly this_update: Date } | null> {
  const known = on
    .withTables<Tables>()
    .selectFrom('issuer.crl_history')
    .select(['number', 'this_update'])
    .where('authority_id', '=', authorityId);
  const old = await known.where('this_update', '<=', madeBefore).orderBy('number', 'desc').executeTakeFirst();
  return old ?? (await known.orderBy('number').executeTakeFirst()) ?? null;
}

/**
 * Authorities with a key here whose CRL is missing, as old as the interval, or behind the last revocation.
 * @param madeBefore a CRL whose thisUpdate is older is due
 */
export async function authoritiesWithDueCrl(on: Queryable, madeBefore: Date): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`select a.id from issuer.authority a join issuer.status s on s.authority_id = a.id
    left join issuer.crl c on c.authority_id = a.id
    where a.certificate is not null and num_nonnulls(a.sealed_key, a.token_label) = 1
      and (c.number is null or c.this_update <= ${madeBefore} or c.generation < s.generation)
    order by a.id`.execute(on);
  return rows.map((row) => row.id);
}

/**
 * Marks CRLs in force that are older than they should be, each once: those made here by their age, those of an offline
 * key by their end. @returns those marked by this call
 */
export async function markOverdueCrls(
  on: Queryable,
  {
    madeBefore,
    offlineEndsBefore,
    at,
  }: { readonly madeBefore: Date; readonly offlineEndsBefore: Date; readonly at: Date },
): Promise<Pick<CrlRow, 'authority_id' | 'number' | 'this_update' | 'next_update'>[]> {
  return await on
    .withTables<Tables>()
    .updateTable('issuer.crl')
    .set({ alarmed_at: at })
    .where('alarmed_at', 'is', null)
    .where(
      sql<boolean>`case when authority_id in (select id from issuer.authority where num_nonnulls(sealed_key, token_label) = 0)
        then next_update < ${offlineEndsBefore} else this_update < ${madeBefore} end`,
    )
    .returning(['authority_id', 'number', 'this_update', 'next_update'])
    .execute();
}
