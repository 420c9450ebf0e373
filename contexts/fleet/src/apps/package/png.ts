const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];
const begins = (bytes: Uint8Array, with_: readonly number[]): boolean => with_.every((octet, i) => bytes[i] === octet);

/** What a picture is by its first octets, whatever it is called; null when it is neither PNG nor JPEG. */
export function pictureType(bytes: Uint8Array): 'image/png' | 'image/jpeg' | null {
  if (begins(bytes, PNG)) return 'image/png';
  return begins(bytes, JPEG) ? 'image/jpeg' : null;
}

/**
 * Whether a browser can show a PNG. Those of an IPA usually carry Apple's own first chunk, `CgBI`, and pixels in another
 * order: no browser reads them.
 */
export const isPlainPng = (bytes: Uint8Array): boolean =>
  begins(bytes, PNG) && String.fromCharCode(...bytes.subarray(12, 16)) === 'IHDR';
