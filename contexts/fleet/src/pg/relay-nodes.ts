import type { Queryable } from '@lanyard/kernel';
import type { RelayTables } from './relay-tables.ts';

/** A node that was not seen since then is gone. */
export const NODE_LEASE_MS = 45_000;

export const aliveSince = (now: Date): Date => new Date(now.getTime() - NODE_LEASE_MS);

/** Says that a node is alive: one row, however many readers it keeps. */
export async function noteNode(on: Queryable, id: string, address: string, at: Date): Promise<void> {
  await on
    .withTables<RelayTables>()
    .insertInto('fleet.relay_node')
    .values({ id, address, seen_at: at })
    .onConflict((c) => c.column('id').doUpdateSet({ seen_at: at, address }))
    .execute();
}

export async function deleteNode(on: Queryable, id: string): Promise<void> {
  await on.withTables<RelayTables>().deleteFrom('fleet.relay_node').where('id', '=', id).execute();
}

/** Where a reader's connection lives; null while it has none. */
export async function findNodeOf(
  on: Queryable,
  readerId: string,
  now: Date,
): Promise<{ readonly id: string; readonly address: string } | null> {
  const row = await on
    .withTables<RelayTables>()
    .selectFrom('fleet.reader as r')
    .innerJoin('fleet.relay_node as n', 'n.id', 'r.node_id')
    .select(['n.id', 'n.address'])
    .where('r.id', '=', readerId)
    .where('n.seen_at', '>', aliveSince(now))
    .executeTakeFirst();
  return row ?? null;
}

/** Nodes that are long gone, tickets that were not used, and readers that nobody paired. */
export async function sweepRelay(on: Queryable, now: Date): Promise<void> {
  const db = on.withTables<RelayTables>();
  const ago = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
  await db.deleteFrom('fleet.relay_ticket').where('expires_at', '<', now).execute();
  await db.deleteFrom('fleet.relay_node').where('seen_at', '<', ago(1)).execute();
  await db
    .deleteFrom('fleet.reader')
    .where('seen_at', '<', ago(7))
    .where('id', 'not in', db.selectFrom('fleet.pairing').select('reader_id'))
    .execute();
}
