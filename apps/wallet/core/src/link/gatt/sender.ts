import type { Bytes } from '@lanyard/pki';
import type { After } from '../carrier.ts';
import { distance, encodePiece, NUMBERS, PIECE_HEAD, type PacketPort, type Receipt } from './packets.ts';

/** Pieces on the way at the same time: what a receipt can speak of. */
export const WINDOW = 16;
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5_000;
/** Silence after so many repetitions: nobody is there. */
const MOST_REPETITIONS = 12;
/** Pieces that may wait to be sent: four of the longest messages, at the smallest packets. */
const MOST_WAITING = 16_384;

export interface Sender {
  /** @returns false when too much waits already */
  send(message: Bytes): boolean;
  heard(receipt: Receipt): void;
  /** Whether everything has arrived. */
  idle(): boolean;
  stop(): void;
}

/** Cuts messages into pieces, keeps some on the way, and sends again what nobody confirmed. */
export function createSender(port: PacketPort, after: After, gaveUp: () => void): Sender {
  const waiting: { readonly last: boolean; readonly data: Bytes }[] = [];
  const onTheWay = new Map<number, Bytes>();
  let nextNumber = 0;
  let wait = FIRST_WAIT_MS;
  let repetitions = 0;
  let takeBack: (() => void) | undefined;

  const watch = (): void => {
    takeBack?.();
    takeBack = onTheWay.size === 0 ? undefined : after(wait, repeat);
  };
  const repeat = (): void => {
    repetitions += 1;
    if (repetitions > MOST_REPETITIONS) return gaveUp();
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    for (const packet of onTheWay.values()) port.write(packet);
    watch();
  };
  const fill = (): void => {
    // No piece goes out that is a whole window ahead of the oldest one on the way.
    const oldest = (): number => onTheWay.keys().next().value ?? nextNumber;
    while (waiting.length > 0 && distance(oldest(), nextNumber) < WINDOW) {
      const piece = waiting.shift();
      if (piece === undefined) break;
      const packet = encodePiece({ number: nextNumber, ...piece });
      onTheWay.set(nextNumber, packet);
      nextNumber = (nextNumber + 1) % NUMBERS;
      port.write(packet);
    }
    watch();
  };
  return {
    send: (message) => {
      const room = port.size - PIECE_HEAD;
      const pieces = Math.ceil(message.length / room);
      if (message.length === 0 || waiting.length + pieces > MOST_WAITING) return false;
      for (let at = 0; at < pieces; at++)
        waiting.push({ last: at === pieces - 1, data: message.slice(at * room, (at + 1) * room) });
      fill();
      return true;
    },
    heard: ({ next, later }) => {
      const before = onTheWay.size;
      for (const number of onTheWay.keys()) {
        const ahead = distance(next, number);
        const confirmed = ahead >= NUMBERS / 2 || (ahead >= 1 && ahead <= WINDOW && ((later >> (ahead - 1)) & 1) === 1);
        if (confirmed) onTheWay.delete(number);
      }
      if (onTheWay.size === before) return;
      wait = FIRST_WAIT_MS;
      repetitions = 0;
      fill();
    },
    idle: () => onTheWay.size === 0 && waiting.length === 0,
    stop: () => {
      takeBack?.();
      onTheWay.clear();
      waiting.length = 0;
    },
  };
}
