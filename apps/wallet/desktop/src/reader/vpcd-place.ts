import { createConnection, type Socket } from 'node:net';
import { type Bytes, viewOf } from '@lanyard/pki';
import type { InsertedCard } from './inserted-card.ts';

/** Where a card can be put: a reader of ours, or one of a pcscd that runs on this desktop. */
export interface CardPlace {
  card(): InsertedCard | undefined;
  insert(card: InsertedCard): void;
  remove(): void;
}

interface VpcdOptions {
  /** Of vpcd's reader, on loopback: 35963 as Debian installs it. */
  readonly port: number;
  /** What a card threw in the middle of a command. */
  readonly failed: (error: unknown) => void;
  /** Told when vpcd begins and ends to have the card. */
  readonly attached?: (now: boolean) => void;
}

/** One octet of control (vpcd.h of vsmartcard); everything longer is a command for the card. */
const CONTROL = { off: 0, on: 1, reset: 2, atr: 4 } as const;
const RETRY_MS = 500;

/**
 * The reader of a real pcscd: its driver vpcd listens, and a card is there as long as somebody is connected. It knows no
 * password, so it is spoken to on loopback alone.
 */
export function vpcdPlace({ port, failed, attached = () => undefined }: VpcdOptions): CardPlace {
  let inserted: InsertedCard | undefined;
  let socket: Socket | undefined;
  let retry: NodeJS.Timeout | undefined;

  const attach = (card: InsertedCard): void => {
    const made = createConnection({ host: '127.0.0.1', port, noDelay: true });
    socket = made;
    made.on('connect', () => attached(true));
    made.on('error', () => undefined);
    made.on('close', () => {
      // What it is doing may open something yet.
      void idle().then(() => card.reset());
      if (made !== socket) return;
      attached(false);
      // pcscd starts and ends its drivers as it likes.
      retry = setTimeout(() => attach(card), RETRY_MS);
    });
    const idle = answerFrames(made, (frame) => answer(card, frame), failed);
  };
  return {
    card: () => inserted,
    insert: (card) => {
      inserted = card;
      attach(card);
    },
    remove: () => {
      clearTimeout(retry);
      const before = socket;
      [inserted, socket] = [undefined, undefined];
      before?.destroy();
    },
  };
}

/** @returns undefined: nothing is answered */
async function answer(card: InsertedCard, frame: Bytes): Promise<Bytes | undefined> {
  const [control] = frame;
  if (frame.length > 1) return card.transmit(frame);
  if (control === CONTROL.atr) return card.atr;
  if (control === CONTROL.off || control === CONTROL.reset || control === CONTROL.on) card.reset();
  return undefined;
}

/**
 * Frames are a length of two octets and as many octets; one is answered after another.
 * @returns resolves when all that came so far is answered
 */
function answerFrames(
  socket: Socket,
  respond: (frame: Bytes) => Promise<Bytes | undefined>,
  failed: (error: unknown) => void,
): () => Promise<void> {
  let buffered = Buffer.alloc(0);
  let last: Promise<void> = Promise.resolve();
  const take = async (frame: Bytes): Promise<void> => {
    if (socket.destroyed) return;
    try {
      const said = await respond(frame);
      // One write: a length of its own would wait for the acknowledgement of the one before.
      if (said !== undefined && !socket.destroyed)
        socket.write(Buffer.concat([Uint8Array.of(said.length >> 8, said.length & 0xff), said]));
    } catch (error) {
      failed(error);
      // vpcd has no word for a failed command: the card leaves, and comes back when it is attached again.
      socket.destroy();
    }
  };
  socket.on('data', (octets: Buffer) => {
    buffered = Buffer.concat([buffered, octets]);
    while (buffered.length >= 2 && buffered.length >= 2 + buffered.readUInt16BE()) {
      const end = 2 + buffered.readUInt16BE();
      const frame = viewOf(Uint8Array.from(buffered.subarray(2, end)));
      buffered = buffered.subarray(end);
      last = last.then(() => take(frame));
    }
  });
  return () => last;
}
