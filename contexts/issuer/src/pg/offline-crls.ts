import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';

/** A CRL that was made elsewhere takes its number with it. @returns false when that number is not higher */
export async function raiseCrlNumber(on: Queryable, authorityId: string, number: number): Promise<boolean> {
  const { rows } = await sql`update issuer.authority set crl_number = ${number}
    where id = ${authorityId} and crl_number < ${number} returning id`.execute(on);
  return rows.length === 1;
}
