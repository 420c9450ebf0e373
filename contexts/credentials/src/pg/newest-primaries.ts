import type { Queryable } from '@lanyard/kernel';
import type { Bytes } from '@lanyard/pki';
import { sql } from 'kysely';

/** DER of the card that each person proved last; of who never proved one none. */
export async function newestPrimaries(on: Queryable, personIds: readonly string[]): Promise<Map<string, Bytes>> {
  const { rows } = await sql<{ person_id: string; certificate: Buffer }>`select p.person_id, p.certificate
    from unnest(${[...personIds]}::uuid[]) as asked(id)
    cross join lateral (select c.person_id, c.certificate from credentials.primary_credential c
      where c.person_id = asked.id order by c.last_proved_at desc, c.first_proved_at desc limit 1) p`.execute(on);
  return new Map(rows.map(({ person_id: id, certificate }) => [id, new Uint8Array(certificate)]));
}
