import type { Queryable } from '@lanyard/kernel';
import type { Insertable, Selectable } from 'kysely';
import type { RelayTables, RelayTicketTable } from './relay-tables.ts';

export async function insertTicket(on: Queryable, row: Insertable<RelayTicketTable>): Promise<void> {
  await on.withTables<RelayTables>().insertInto('fleet.relay_ticket').values(row).execute();
}

/** Takes a ticket: of two who come with it, one gets it. */
export async function takeTicket(
  on: Queryable,
  hash: Uint8Array,
  now: Date,
): Promise<Selectable<RelayTicketTable> | null> {
  const tickets = on.withTables<RelayTables>().deleteFrom('fleet.relay_ticket').where('hash', '=', hash);
  const row = await tickets.returningAll().executeTakeFirst();
  return row !== undefined && row.expires_at > now ? row : null;
}
