import { type ErrorCode, fromWalletToRelay } from '@lanyard/contract';
import { hashToken } from '@lanyard/kernel';
import { findDevice } from '../pg/devices.ts';
import { findPairing } from '../pg/pairings.ts';
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
  if (purpose === 'connect' && (await findPairing(db.pool, readerId))?.deviceId !== device.id)
    return 'desktop_not_paired';
  return { readerId, purpose, deviceId: device.id, deviceName: device.name, personId: device.personId };
}

async function lead(
  { db, clock, hub, nodeId, nodeKey }: WalletParts,
  call: Call,
  wire: Wire,
): Promise<ErrorCode | null> {
  const node = await findNodeOf(db.pool, call.readerId, clock.now());
  if (node === null) return 'desktop_away';
  if (node.id === nodeId) return hub.attach(call, wire) ? null : 'desktop_away';
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
