import type { RandomBytes } from '../ports.ts';

/** A code of so many random digits, none likelier than another. */
export const makePairingCode = (random: RandomBytes, digits: number): string =>
  Array.from({ length: digits }, () => digit(random)).join('');

/** 250 of 256 octets are taken: the rest would make the first six digits likelier. */
function digit(random: RandomBytes): number {
  for (;;) {
    const octet = random(1)[0] ?? 255;
    if (octet < 250) return octet % 10;
  }
}
