import { type Bytes, concatBytes } from '../bytes.ts';
import { readDer } from '../der-read.ts';
import { der } from '../der-write.ts';
import { PkiError } from '../errors.ts';

/** r ‖ s, as WebCrypto, JOSE and PKCS#11 write it, to the DER of RFC 3279 §2.2.3. */
export function ecdsaToDer(joined: Uint8Array): Bytes {
  const half = joined.length / 2;
  if (joined.length % 2 !== 0 || half === 0) throw new PkiError('signature_invalid', 'r and s are of equal length');
  return der.sequence(der.unsigned(joined.subarray(0, half)), der.unsigned(joined.subarray(half)));
}

/**
 * The DER of a signature to r ‖ s.
 * @param octets the length of each in octets: 32 for P-256, 48 for P-384, 66 for P-521
 * @throws PkiError for a signature that is not strict DER, or whose numbers are negative or too long
 */
export function ecdsaFromDer(signature: Uint8Array, octets: number): Bytes {
  const reader = readDer(signature, 256);
  const sequence = reader.sequence();
  reader.finish();
  const [r, s] = [fixedLength(sequence.integer(), octets), fixedLength(sequence.integer(), octets)];
  sequence.finish();
  return concatBytes(r, s);
}

function fixedLength(content: Bytes, octets: number): Bytes {
  const digits = content[0] === 0 ? content.subarray(1) : content;
  if ((content[0] ?? 0) >= 0x80 || digits.length > octets) {
    throw new PkiError('signature_invalid', 'a number of the signature is negative or too long');
  }
  const fixed = new Uint8Array(octets);
  fixed.set(digits, octets - digits.length);
  return fixed;
}
