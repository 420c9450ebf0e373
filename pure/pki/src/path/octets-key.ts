import type { Bytes } from '../bytes.ts';
import { toHex } from '../text-encodings.ts';

const remembered = new WeakMap<Bytes, string>();

/**
 * Octets as a key of a map. Parsed objects live through many validations, so the text is made once for each array; it is the whole of the
 * octets, for anything shorter could be made to collide.
 */
export function octetsKey(octets: Bytes): string {
  const before = remembered.get(octets);
  if (before !== undefined) return before;
  const key = toHex(octets);
  remembered.set(octets, key);
  return key;
}
