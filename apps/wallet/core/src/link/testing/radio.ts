import type { Bytes } from '@lanyard/pki';
import type { PacketPort } from '../gatt/packets.ts';
import { manualAfter } from './manual-after.ts';

export interface RadioFaults {
  readonly mtu: number;
  /** Of a hundred packets. */
  readonly lost: number;
  readonly twice: number;
  /** Milliseconds that a packet takes at the most: it may overtake others. */
  readonly latest: number;
  /** Makes the same faults again. */
  readonly seed: number;
}

/** Two sides of a connection over a bad radio, in a time that a test makes pass. */
export function radio({ mtu, lost, twice, latest, seed }: RadioFaults) {
  const time = manualAfter();
  const random = randomOf(seed);
  const ends: (() => void)[] = [];
  const hears: ((packet: Bytes) => void)[] = [];
  let packets = 0;
  let over = false;
  const side = (other: number): PacketPort => ({
    size: mtu - 3,
    onPacket: (hear) => void (hears[1 - other] = hear),
    onEnd: (hear) => void ends.push(hear),
    end: () => cut(),
    write: (packet) => {
      packets += 1;
      if (packet.length > mtu - 3) throw new RangeError(`a packet of ${packet.length} octets`);
      for (let copies = random(100) < twice ? 2 : 1; copies > 0; copies--)
        if (random(100) >= lost)
          time.after(1 + random(latest), () => {
            if (!over) hears[other]?.(packet.slice());
          });
    },
  });
  const cut = (): void => {
    if (over) return;
    over = true;
    for (const hear of ends) hear();
  };
  return { ports: [side(1), side(0)] as const, time, cut, packets: () => packets };
}

/** Mulberry32: small, and the same everywhere. */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
