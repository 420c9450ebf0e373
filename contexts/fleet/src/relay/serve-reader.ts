import { type ErrorCode, fromReaderToRelay, type FromReaderToRelay, helloText } from '@lanyard/contract';
import { LanyardError, sourceOf, takeAttempt } from '@lanyard/kernel';
import { endPairings } from '../pairing/end-pairing.ts';
import { makePairing } from '../pairing/make-pairing.ts';
import { isSignedBy, readerIdOf } from '../pairing/reader-key.ts';
import { waitUnderWord, WAITING_MS } from '../pairing/reader-word.ts';
import { findPairing, type Pairing } from '../pg/pairings.ts';
import { noteArrival, noteDeparture, type Presence } from '../pg/readers.ts';
import type { FleetParts } from '../ports.ts';
import { admitWake, sendWake } from '../push/wake-phone.ts';
import type { Hub, ReaderHere } from './hub.ts';
import type { Turns } from './turns.ts';
import { firstText, type Wire } from './wire.ts';

const HELLO_MS = 10_000;
const WINDOW_SECONDS = 600;
/** Messages of one reader that wait for those before them: anybody can make a key and talk. */
const MOST_WAITING = 32;
/** Readers that greet from one address: an office behind one address, all of it after a power cut. */
const FROM_SOURCE = 2_000;

export interface RelayParts extends FleetParts {
  readonly hub: Hub;
  readonly nodeId: string;
  /** Of the MAC of readers' words. */
  readonly wordKey: Uint8Array;
  /** What is noted of one reader, or done for it: were its end noted before its arrival, it would be here for ever. */
  readonly inTurn: Turns;
}

type Hello = Extract<FromReaderToRelay, { readonly type: 'hello' }>;

/**
 * Keeps the connection of one reader: 1. it proves its key on a challenge of ours 2. its place is noted 3. it hears who it
 * is paired with 4. it waits, pairs, forgets, and ways are opened to it, until it goes.
 * @param address that it comes from
 */
export async function serveReader(parts: RelayParts, wire: Wire, address: string): Promise<void> {
  const { db, clock, hub, inTurn, nodeId, random } = parts;
  const hello = await greet(parts, wire, sourceOf(address));
  if (hello === null) return wire.close();
  const connectionId = random.uuid();
  const readerId = readerIdOf(hello.key);
  const presence: Presence = { readerId, name: hello.name, nodeId, connectionId };
  const here = hub.add(readerId, connectionId, wire);
  const welcomed = inTurn(readerId, () => welcome(parts, presence, here));
  let waiting = 0;
  wire.onText((text) => {
    if (waiting >= MOST_WAITING) return wire.close();
    waiting++;
    void inTurn(readerId, () => handle(parts, presence, here, { text, source: sourceOf(address) }))
      .catch((error: unknown) => {
        const code = error instanceof LanyardError ? error.code : 'internal';
        if (code === 'internal') parts.log.error({ err: error }, 'a reader’s message failed');
        here.tell({ type: 'refused', code });
      })
      .finally(() => waiting--);
  });
  wire.onClose(() => {
    hub.remove(readerId, connectionId);
    inTurn(readerId, () => noteDeparture(db.pool, presence, clock.now())).catch((err: unknown) =>
      parts.log.warn({ err }, 'reader left'),
    );
  });
  await welcomed;
}

async function greet({ db, clock, random, config }: RelayParts, wire: Wire, source: string): Promise<Hello | null> {
  const nonce = Buffer.from(random.bytes(32)).toString('base64url');
  const answer = firstText(wire, HELLO_MS);
  wire.text({ type: 'challenge', nonce });
  const text = await answer;
  if (text === null) return null;
  const allowed = await takeAttempt(db.pool, `relay:hello:${source}`, FROM_SOURCE, WINDOW_SECONDS, clock.now());
  const hello = allowed ? parse(text) : null;
  if (hello?.type === 'hello' && config.deviceOrigins.some((origin) => isSignedBy(hello, helloText(origin, nonce))))
    return hello;
  wire.text({ type: 'refused', code: allowed ? 'relay_reader_refused' : 'relay_limited' });
  return null;
}

async function welcome({ db, clock }: RelayParts, presence: Presence, here: ReaderHere): Promise<void> {
  await noteArrival(db.pool, presence, clock.now());
  const pairing = await findPairing(db.pool, presence.readerId);
  here.tell({ type: 'welcome', readerId: presence.readerId, pairing: shown(pairing) });
}

async function handle(
  parts: RelayParts,
  presence: Presence,
  here: ReaderHere,
  { text, source }: { readonly text: string; readonly source: string },
): Promise<void> {
  const { readerId } = presence;
  const message = parse(text);
  if (message?.type === 'wait') {
    const word = await waitUnderWord(parts, parts.wordKey, presence, source);
    here.tell({ type: 'word', word, expiresIn: WAITING_MS / 1_000 });
  } else if (message?.type === 'paired') {
    const call = here.callOf(message.session);
    if (call?.purpose !== 'pair') throw new LanyardError('desktop_not_waiting');
    here.tell({ type: 'pairing', pairing: shown(await makePairing(parts, call)) });
  } else if (message?.type === 'forget') {
    const actor = { kind: 'system', part: `reader ${readerId}` } as const;
    await parts.db.tx((tx) => endPairings(parts, tx, { readerId }, actor));
    here.tell({ type: 'pairing', pairing: null });
  } else if (message?.type === 'wake') await wake(parts, readerId, here);
  else if (message?.type === 'close') here.endSession(message.session);
  else throw new LanyardError('input_invalid');
}

/** Whether it may is answered in its turn; the push service has its own time, and the reader more to say meanwhile. */
async function wake(parts: RelayParts, readerId: string, here: ReaderHere): Promise<void> {
  const tell = (code: ErrorCode | null): void => here.tell({ type: 'woken', code });
  const admitted = await admitWake(parts, readerId);
  if (typeof admitted === 'string') return tell(admitted);
  void sendWake(parts, admitted)
    .catch((err: unknown): ErrorCode => {
      parts.log.error({ err }, 'a phone was not woken');
      return 'internal';
    })
    .then(tell);
}

export const shown = (pairing: Pairing | null) =>
  pairing === null ? null : { deviceId: pairing.deviceId, deviceName: pairing.deviceName };

function parse(text: string): FromReaderToRelay | null {
  try {
    return fromReaderToRelay.parse(JSON.parse(text));
  } catch {
    // Whatever is wrong with it, it is no message.
    return null;
  }
}
