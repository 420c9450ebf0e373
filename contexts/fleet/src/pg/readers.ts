import type { Queryable } from '@lanyard/kernel';
import { aliveSince } from './relay-nodes.ts';
import type { RelayTables } from './relay-tables.ts';

export interface Presence {
  readonly readerId: string;
  readonly name: string;
  readonly nodeId: string;
  readonly connectionId: string;
}

type Connection = Pick<Presence, 'readerId' | 'connectionId'>;

/** A reader that is known is here now. One that waited before does no longer. */
export async function noteArrival(on: Queryable, presence: Presence, at: Date): Promise<void> {
  const { readerId, ...here } = presence;
  const set = { name: here.name, node_id: here.nodeId, connection_id: here.connectionId, seen_at: at };
  await on
    .withTables<RelayTables>()
    .updateTable('fleet.reader')
    .set({ ...set, word_mac: null, word_until: null })
    .where('id', '=', readerId)
    .execute();
  await setConnected(on, presence, false, at);
}

/** Only where no later connection took its place. */
export async function noteDeparture(on: Queryable, { readerId, connectionId }: Connection, at: Date): Promise<void> {
  await on
    .withTables<RelayTables>()
    .updateTable('fleet.reader')
    .set({ node_id: null, connection_id: null, word_mac: null, word_until: null, seen_at: at })
    .where('id', '=', readerId)
    .where('connection_id', '=', connectionId)
    .execute();
}

/** Makes the reader known, and to be found by its word. @throws a unique violation when another waits under the word */
export async function noteWaiting(
  on: Queryable,
  { readerId, ...here }: Presence,
  word: { readonly mac: Uint8Array; readonly until: Date },
  at: Date,
): Promise<void> {
  const set = {
    name: here.name,
    node_id: here.nodeId,
    connection_id: here.connectionId,
    seen_at: at,
    word_mac: word.mac,
    word_until: word.until,
  };
  const db = on.withTables<RelayTables>();
  // Whoever had the same word has it no longer once it is over.
  const over = db.updateTable('fleet.reader').set({ word_mac: null }).where('word_mac', '=', word.mac);
  await over.where('word_until', '<', at).execute();
  await db
    .insertInto('fleet.reader')
    .values({ id: readerId, ...set })
    .onConflict((c) => c.column('id').doUpdateSet(set))
    .execute();
}

/** Makes a reader known that a phone met. Where its connection lives, if it has one, stays as it is. */
export async function noteMet(
  on: Queryable,
  { readerId, name }: { readonly readerId: string; readonly name: string },
  at: Date,
): Promise<void> {
  await on
    .withTables<RelayTables>()
    .insertInto('fleet.reader')
    .values({ id: readerId, name, seen_at: at, node_id: null, connection_id: null, word_mac: null, word_until: null })
    .onConflict((c) => c.column('id').doUpdateSet({ name }))
    .execute();
}

export async function findWaiting(
  on: Queryable,
  wordMac: Uint8Array,
  now: Date,
): Promise<{ readonly readerId: string; readonly name: string; readonly until: Date } | null> {
  const row = await on
    .withTables<RelayTables>()
    .selectFrom('fleet.reader as r')
    .innerJoin('fleet.relay_node as n', 'n.id', 'r.node_id')
    .select(['r.id', 'r.name', 'r.word_until'])
    .where('r.word_mac', '=', wordMac)
    .where('r.word_until', '>', now)
    .where('n.seen_at', '>', aliveSince(now))
    .executeTakeFirst();
  return row?.word_until ? { readerId: row.id, name: row.name, until: row.word_until } : null;
}

export async function endWaiting(on: Queryable, readerId: string): Promise<void> {
  const readers = on.withTables<RelayTables>().updateTable('fleet.reader');
  await readers.set({ word_mac: null, word_until: null }).where('id', '=', readerId).execute();
}

/** Only where no later connection took its place. */
export async function setConnected(
  on: Queryable,
  { readerId, connectionId }: Connection,
  connected: boolean,
  at: Date,
): Promise<void> {
  const db = on.withTables<RelayTables>();
  await db
    .updateTable('fleet.pairing')
    .set(connected ? { connected, last_connected_at: at } : { connected })
    .where('reader_id', '=', readerId)
    .where('reader_id', 'in', db.selectFrom('fleet.reader').select('id').where('connection_id', '=', connectionId))
    .execute();
}
