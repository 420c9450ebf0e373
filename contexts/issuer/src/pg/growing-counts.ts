import type { Queryable, Tx } from '@lanyard/kernel';
import { sql } from 'kysely';

/** What only grows: serial numbers taken, CRL numbers, status changes. Cheap however much was issued. */
export async function growingCounts(on: Queryable): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ name: string; n: number }>`select name, n from issuer.growing_counts`.execute(on);
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
}

/**
 * After an older database was accepted: CRL numbers go on above those that the lost part used
 * (RFC 5280 §5.2.3: they never repeat).
 * @param counts as {@link growingCounts} gave them when they were kept elsewhere
 */
export async function raiseCrlNumbers(tx: Tx, counts: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, n] of Object.entries(counts)) {
    const authority = /^crl:(.+)$/.exec(name)?.[1];
    if (authority !== undefined)
      await sql`update issuer.authority set crl_number = greatest(crl_number, ${n}) where id = ${authority}`.execute(
        tx,
      );
  }
}
