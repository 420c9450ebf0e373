import { type ErrorCode, fromWalletToRelay } from '@lanyard/contract';
import { hashToken } from '@lanyard/kernel';
import { findDevice } from '../pg/devices.ts';
import { findPairing, type Pairing } from '../pg/pairings.ts';
import { findNodeOf } from '../pg/relay-nodes.ts';
import { takeTicket } from '../pg/relay-tickets.ts';
import type { Call } from './hub.ts';
import { orderAt } from './node-link.ts';
import type { RelayParts } from './serve-reader.ts';
import { firstText, type Wire } from './wire.ts';

const TICKET_MS = 10_000;

export interface WalletParts extends RelayParts {
  /** By which processes of this installation know each other. */
  readonly nodeKey: Uint8Array;
}

/**
 * Opens a way from a wallet to a reader: 1. its ticket is taken 2. device and pairing are looked at again 3. the reader's
 * connection is found, here or at another process, which the way then leads through.
 */
export async function serveWallet(parts: WalletParts, wire: Wire): Promise<void> {
  const text = await firstText(wire, TICKET_MS);
  if (text === null) return;
  const call = await callFor(parts, text);
  const refusal = typeof call === 'string' ? call : await lead(parts, call, wire);
  if (refusal === null) return;
  wire.text({ type: 'refused', code: refusal });
  wire.close();
}

async function callFor({ db, clock }: WalletParts, text: string): Promise<Call | ErrorCode> {
  const ticket = await takeTicket(db.pool, hashToken(ticketIn(text)), clock.now());
  if (ticket === null) return 'relay_ticket_invalid';
  const device = await findDevice(db.pool, ticket.device_id);
  if (device?.state !== 'active') return 'device_unknown';
  const { reader_id: readerId, purpose } = ticket;
  const call = { readerId, purpose, deviceId: device.id, deviceName: device.name, personId: device.personId };
  return mayStand(call, await findPairing(db.pool, readerId)) ? call : 'desktop_not_paired';
}

/** Whether a way may stand: for connecting, between those who are paired. */
export const mayStand = ({ purpose, deviceId }: Call, pairing: Pairing | null): boolean =>
  purpose === 'pair' || pairing?.deviceId === deviceId;

/**
 * Opens a way, and looks at the pairing after that: where it ended since it was last looked at, whoever cut the ways of the
 * desktop found none yet.
 * @returns false when the reader is not here, or the person has too many
 */
export async function attachPaired({ db, hub }: WalletParts, call: Call, wallet: Wire): Promise<boolean> {
  if (!hub.attach(call, wallet)) return false;
  if (!mayStand(call, await findPairing(db.pool, call.readerId))) wallet.close();
  return true;
}

async function lead(parts: WalletParts, call: Call, wire: Wire): Promise<ErrorCode | null> {
  const { db, clock, nodeId, nodeKey } = parts;
  const node = await findNodeOf(db.pool, call.readerId, clock.now());
  if (node === null) return 'desktop_away';
  if (node.id === nodeId) return (await attachPaired(parts, call, wire)) ? null : 'desktop_away';
  const other = await orderAt(node.address, nodeKey, { type: 'attach', at: clock.now().getTime(), ...call });
  if (other === null) return 'desktop_away';
  other.onText((text) => wire.text(JSON.parse(text) as object));
  other.onOctets((octets) => wire.octets(octets));
  other.onClose(() => wire.close());
  wire.onOctets((octets) => other.octets(octets));
  wire.onClose(() => other.close());
  return null;
}

function ticketIn(text: string): string {
  try {
    return fromWalletToRelay.parse(JSON.parse(text)).ticket;
  } catch {
    // No ticket has this hash.
    return '';
  }
}
