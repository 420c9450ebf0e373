import type { RelayTicketInput } from '@lanyard/contract';
import { hashToken, LanyardError, takeAttempt } from '@lanyard/kernel';
import type { Device } from '../device.ts';
import { findPairing } from '../pg/pairings.ts';
import { findWaiting } from '../pg/readers.ts';
import { findNodeOf } from '../pg/relay-nodes.ts';
import { insertTicket } from '../pg/relay-tickets.ts';
import type { FleetParts } from '../ports.ts';
import { wordMac } from './reader-word.ts';

const TICKET_SECONDS = 30;
const WINDOW_SECONDS = 600;
/** A phone in and out of a tunnel reconnects often. */
const WAYS = 100;
/** Handshakes to pair one desktop, each worth one guess of the code. */
const PAIRING = { tries: 5, seconds: 120 } as const;

/**
 * The right to open one way to one desktop, once: 1. the organisation allows the relay 2. tries are left 3. for pairing,
 * the desktop waits under the word and is nobody else's; for connecting, it is paired with this device 4. it is there.
 * @throws LanyardError `relay_forbidden`, `person_not_active`, `relay_limited`, `desktop_not_waiting`, `desktop_taken`,
 * `desktop_not_paired`, `desktop_away`
 */
export async function giveTicket(
  parts: FleetParts,
  key: Uint8Array,
  device: Device,
  input: RelayTicketInput,
): Promise<{ ticket: string; expiresIn: number }> {
  const { db, clock, directory, random } = parts;
  const now = clock.now();
  const [person, wallet] = await Promise.all([
    directory.personById(device.personId),
    directory.setting(device.personId, 'wallet'),
  ]);
  if (person?.state !== 'active') throw new LanyardError('person_not_active');
  if (wallet.value.desktops.relay === 'forbidden') throw new LanyardError('relay_forbidden');
  if (!(await takeAttempt(db.pool, `relay:way:device:${device.id}`, WAYS, WINDOW_SECONDS, now)))
    throw new LanyardError('relay_limited');
  if (input.purpose === 'pair') await admitPairing(parts, key, device, input, now);
  else if ((await findPairing(db.pool, input.readerId))?.deviceId !== device.id)
    throw new LanyardError('desktop_not_paired');
  if ((await findNodeOf(db.pool, input.readerId, now)) === null) throw new LanyardError('desktop_away');
  const ticket = Buffer.from(random.bytes(32)).toString('base64url');
  await insertTicket(db.pool, {
    hash: hashToken(ticket),
    reader_id: input.readerId,
    device_id: device.id,
    person_id: device.personId,
    purpose: input.purpose,
    expires_at: new Date(now.getTime() + TICKET_SECONDS * 1_000),
  });
  return { ticket, expiresIn: TICKET_SECONDS };
}

async function admitPairing(
  { db }: FleetParts,
  key: Uint8Array,
  device: Device,
  { readerId, word }: Extract<RelayTicketInput, { purpose: 'pair' }>,
  now: Date,
): Promise<void> {
  const waiting = await findWaiting(db.pool, wordMac(key, word), now);
  if (waiting?.readerId !== readerId) throw new LanyardError('desktop_not_waiting');
  const pairing = await findPairing(db.pool, readerId);
  if (pairing !== null && pairing.deviceId !== device.id) throw new LanyardError('desktop_taken');
  if (!(await takeAttempt(db.pool, `relay:pair:reader:${readerId}`, PAIRING.tries, PAIRING.seconds, now)))
    throw new LanyardError('relay_limited');
}
