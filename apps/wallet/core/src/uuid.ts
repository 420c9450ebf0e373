import { toHex } from '@lanyard/pki';
import type { RandomBytes } from './ports.ts';

/** A random UUID (RFC 9562 §5.4). */
export function randomUuid(random: RandomBytes): string {
  const octets = random(16);
  octets[6] = ((octets[6] ?? 0) & 0x0f) | 0x40;
  octets[8] = ((octets[8] ?? 0) & 0x3f) | 0x80;
  const hex = toHex(octets);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
