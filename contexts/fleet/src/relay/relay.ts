import { setTimeout as wait } from 'node:timers/promises';
import type { Jobs } from '@lanyard/kernel';
import { PAIRING_ENDED } from '../pairing/end-pairing.ts';
import { findPairing } from '../pg/pairings.ts';
import { setConnected } from '../pg/readers.ts';
import { deleteNode, findNodeOf, NODE_LEASE_MS, noteNode, sweepRelay } from '../pg/relay-nodes.ts';
import type { FleetParts } from '../ports.ts';
import { createHub } from './hub.ts';
import { orderAt, readOrder } from './node-link.ts';
import { serveReader, shown } from './serve-reader.ts';
import { attachPaired, mayStand, serveWallet, type WalletParts } from './serve-wallet.ts';
import { turns } from './turns.ts';
import { firstText, type Wire } from './wire.ts';

const BEAT_MS = NODE_LEASE_MS / 3;
const ORDER_MS = 10_000;

/** The way between phones and desktops through this installation, in one of its processes. */
export interface Relay {
  /** Of the MAC of readers' words. */
  readonly wordKey: Uint8Array;
  readonly wires: {
    reader(wire: Wire, address: string): Promise<void>;
    wallet(wire: Wire): Promise<void>;
    /** From another process. */
    node(wire: Wire): Promise<void>;
  };
  /** Announces this process to the others. @param address at which they reach it */
  open(address: string): Promise<{ close(): Promise<void> }>;
  work(jobs: Jobs): Promise<void>;
}

export function createRelay(fleet: FleetParts): Relay {
  const { db, clock, log, masterKey, random } = fleet;
  const inTurn = turns();
  const hub = createHub({
    now: () => clock.now().getTime(),
    connected: (readerId, connected, connectionId) =>
      void inTurn(readerId, () => setConnected(db.pool, { readerId, connectionId }, connected, clock.now())).catch(
        (err: unknown) => log.warn({ err }, 'a connection was not noted'),
      ),
  });
  const parts: WalletParts = {
    ...fleet,
    hub,
    inTurn,
    nodeId: random.uuid(),
    wordKey: masterKey.derive('relay word'),
    nodeKey: masterKey.derive('relay node'),
  };
  return {
    wordKey: parts.wordKey,
    wires: {
      reader: (wire, address) => serveReader(parts, wire, address),
      wallet: (wire) => serveWallet(parts, wire),
      node: (wire) => serveNode(parts, wire),
    },
    open: async (address) => {
      const beat = async (): Promise<void> => {
        hub.sweep();
        await noteNode(db.pool, parts.nodeId, address, clock.now());
      };
      await beat();
      const ending = new AbortController();
      const beating = beatOn(beat, ending.signal, (err) => log.warn({ err }, 'the relay was not announced'));
      return {
        close: async () => {
          ending.abort();
          hub.close();
          await beating;
          await deleteNode(db.pool, parts.nodeId);
        },
      };
    },
    work: async (jobs) => {
      await jobs.work(PAIRING_ENDED, ({ readerId }: { readonly readerId: string }) => tellNode(parts, readerId));
      await jobs.schedule('fleet.sweep-relay', '*/15 * * * *', () => sweepRelay(db.pool, clock.now()));
    },
  };
}

async function beatOn(beat: () => Promise<void>, signal: AbortSignal, failed: (error: unknown) => void): Promise<void> {
  for (;;) {
    await wait(BEAT_MS, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return;
    // A database that is away for a while: the next beat tells.
    await beat().catch(failed);
  }
}

/** Another process leads a wallet's way here, or says that a pairing ended. */
async function serveNode(parts: WalletParts, wire: Wire): Promise<void> {
  const text = await firstText(wire, ORDER_MS);
  const order = text === null ? null : readOrder(parts.nodeKey, text, parts.clock.now().getTime());
  if (order?.type === 'attach') {
    const { type: _type, at: _at, ...call } = order;
    if (await attachPaired(parts, call, wire)) return;
    wire.text({ type: 'refused', code: 'desktop_away' });
  }
  if (order?.type === 'look-again') {
    await lookAgain(parts, order.readerId);
    wire.text({ type: 'looked' });
  }
  wire.close();
}

/** A pairing ended: the reader hears of it, and ways of whoever is not paired any more are cut. */
async function lookAgain({ db, hub }: WalletParts, readerId: string): Promise<void> {
  const pairing = await findPairing(db.pool, readerId);
  const here = hub.find(readerId);
  here?.endSessions((call) => !mayStand(call, pairing));
  here?.tell({ type: 'pairing', pairing: shown(pairing) });
}

async function tellNode(parts: WalletParts, readerId: string): Promise<void> {
  const { db, clock, nodeId, nodeKey } = parts;
  const node = await findNodeOf(db.pool, readerId, clock.now());
  // Nowhere: it hears of it when it comes back.
  if (node === null) return;
  if (node.id === nodeId) return lookAgain(parts, readerId);
  const wire = await orderAt(node.address, nodeKey, { type: 'look-again', at: clock.now().getTime(), readerId });
  const looked = wire === null ? null : await firstText(wire, ORDER_MS);
  if (looked === null) throw new Error(`the node of reader ${readerId} does not answer at ${node.address}`);
}
