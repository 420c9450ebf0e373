import { type Bytes, concatBytes } from '@lanyard/pki';
import { distance, encodeReceipt, NUMBERS, type PacketPort, type Piece } from './packets.ts';
import { WINDOW } from './sender.ts';

/** Octets of the longest message: no Noise message has more (Noise Protocol Framework, revision 34, §3). */
const LONGEST = 65_535;

export interface Receiver {
  /** @returns a message that is whole now; `flood` when it grows beyond what there can be */
  heard(piece: Piece): readonly Bytes[] | 'flood';
}

/** Puts pieces in order and together, and confirms them. */
export function createReceiver(port: PacketPort): Receiver {
  const early = new Map<number, Piece>();
  let next = 0;
  let parts: Bytes[] = [];
  let length = 0;
  const confirm = (): void => {
    let later = 0;
    for (const number of early.keys()) later |= 1 << (distance(next, number) - 1);
    port.write(encodeReceipt({ next, later }));
  };
  return {
    heard: (piece) => {
      const ahead = distance(next, piece.number);
      if (ahead <= WINDOW) early.set(piece.number, piece);
      const whole: Bytes[] = [];
      for (let now = early.get(next); now !== undefined; now = early.get(next)) {
        early.delete(next);
        next = (next + 1) % NUMBERS;
        parts.push(now.data);
        length += now.data.length;
        if (length > LONGEST) return 'flood';
        if (!now.last) continue;
        whole.push(concatBytes(...parts));
        parts = [];
        length = 0;
      }
      // Also for one that was here before: its receipt was lost.
      confirm();
      return whole;
    },
  };
}
