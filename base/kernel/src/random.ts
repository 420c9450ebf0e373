import { randomBytes, randomUUID } from 'node:crypto';

/** Randomness is a parameter too. */
export interface RandomSource {
  /** @param n octets */
  bytes(n: number): Uint8Array<ArrayBuffer>;
  uuid(): string;
}

export const systemRandom: RandomSource = {
  bytes: (n) => new Uint8Array(randomBytes(n)),
  uuid: () => randomUUID(),
};
