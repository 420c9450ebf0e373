import { type Bytes, concatBytes, utf8Encode } from '@lanyard/pki';
import { latin1 } from '../latin1.ts';
import { encodeTlv } from '../tlv.ts';

/** Digits of a pairing code (SP 800-73-5 pt1 §3.3.8). */
export const PAIRING_CODE_OCTETS = 8;
const FORM = /^[0-9]{8}$/;

/** @returns undefined for anything else than eight digits */
export function readPairingCode(octets: Bytes): string | undefined {
  const code = latin1(octets.subarray(0, PAIRING_CODE_OCTETS + 1));
  return FORM.test(code) ? code : undefined;
}

/** @throws RangeError for what is no pairing code */
export function writePairingCode(code: string): Bytes {
  if (!FORM.test(code)) throw new RangeError('a pairing code has 8 digits');
  return utf8Encode(code);
}

/** Pairing Code Reference Data: whoever knows the PIN may read the code. */
export const pairingCodeObject = (code: string): Bytes =>
  concatBytes(encodeTlv(0x99, writePairingCode(code)), encodeTlv(0xfe));
