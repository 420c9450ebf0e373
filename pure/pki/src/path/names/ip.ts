/**
 * RFC 5280 §4.2.1.10, iPAddress: the constraint is address and mask, twice the length of the name's address.
 * @returns null when either has an impossible length, or the mask has holes (RFC 4632 §3.1).
 */
export function ipWithin(address: Uint8Array, constraint: Uint8Array): boolean | null {
  if (address.length !== 4 && address.length !== 16) return null;
  if (constraint.length !== 8 && constraint.length !== 32) return null;
  const half = constraint.length / 2;
  const mask = constraint.subarray(half);
  if (!contiguous(mask)) return null;
  if (address.length !== half) return false;
  return address.every((byte, at) => ((byte ^ (constraint[at] ?? 0)) & (mask[at] ?? 0)) === 0);
}

function contiguous(mask: Uint8Array): boolean {
  let ended = false;
  for (const byte of mask) {
    if (ended ? byte !== 0 : !/^1*0*$/.test(byte.toString(2).padStart(8, '0'))) return false;
    if (byte !== 0xff) ended = true;
  }
  return true;
}
