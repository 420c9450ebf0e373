import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { CrlRow, Tables } from './tables.ts';

/** Takes the next CRL number, and holds the authority's row until the transaction ends: one CRL at a time takes its snapshot. */
export async function takeCrlNumber(on: Queryable, authorityId: string): Promise<number> {
  const { rows } = await sql<{ crl_number: number }>`update issuer.authority set crl_number = crl_number + 1
    where id = ${authorityId} returning crl_number`.execute(on);
  const [row] = rows;
  if (row === undefined) throw new Error(`no authority ${authorityId}`);
  return row.crl_number;
}

export async function crlOf(on: Queryable, authorityId: string): Promise<CrlRow | null> {
  const row = await on
    .withTables<Tables>()
    .selectFrom('issuer.crl')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .executeTakeFirst();
  return row ?? null;
}

type NewCrl = Omit<CrlRow, 'der'> & { readonly der: Uint8Array };

/** Replaces the CRL in force, unless a higher number is there already. */
export async function publishCrlRow(on: Queryable, { authority_id: authorityId, ...crl }: NewCrl): Promise<void> {
  await on
    .withTables<Tables>()
    .insertInto('issuer.crl')
    .values({ authority_id: authorityId, ...crl })
    .onConflict((c) => c.column('authority_id').doUpdateSet(crl).where('issuer.crl.number', '<', crl.number))
    .execute();
}

/**
 * Authorities whose CRL is missing, as old as the interval, or behind the last revocation.
 * @param madeBefore a CRL whose thisUpdate is older is due
 */
export async function authoritiesWithDueCrl(on: Queryable, madeBefore: Date): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`select a.id from issuer.authority a join issuer.status s on s.authority_id = a.id
    left join issuer.crl c on c.authority_id = a.id
    where a.certificate is not null and (c.number is null or c.this_update <= ${madeBefore} or c.generation < s.generation)
    order by a.id`.execute(on);
  return rows.map((row) => row.id);
}
