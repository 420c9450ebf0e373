import { readDer } from '@lanyard/pki';

/** A decoder with a flaw behind four octets, one inside the other: blind changes do not find it. */
export function readPlanted(octets: Uint8Array): void {
  const [first, second, third, fourth] = readDer(octets, 100).sequence().octetString();
  if (first !== 0x4c) return;
  if (second !== 0xa1) return;
  if (third !== 0x5e) return;
  if (fourth === 0xd7) throw new RangeError('planted');
}
