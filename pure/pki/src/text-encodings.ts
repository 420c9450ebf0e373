import type { Bytes } from './bytes.ts';
import { PkiError } from './errors.ts';

const HEX = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));
const HEX_VALUE = valuesOf('0123456789abcdef', 'ABCDEF', 10);

/** Lower-case hexadecimal. */
export function toHex(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += HEX[octet];
  return text;
}

/** Reads hexadecimal of either case, without separators. @throws PkiError `hex_invalid` */
export function fromHex(text: string): Bytes {
  if (text.length % 2 !== 0) throw new PkiError('hex_invalid', 'an odd number of hexadecimal digits', text.length);
  const octets = new Uint8Array(text.length / 2);
  for (let i = 0; i < octets.length; i++) {
    const high = digitAt(HEX_VALUE, text, 2 * i);
    const low = digitAt(HEX_VALUE, text, 2 * i + 1);
    if (high < 0 || low < 0) throw new PkiError('hex_invalid', 'not a hexadecimal digit', 2 * i);
    octets[i] = high * 16 + low;
  }
  return octets;
}

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_SAFE = `${STANDARD.slice(0, 62)}-_`;
const STANDARD_VALUE = valuesOf(STANDARD);
const URL_SAFE_VALUE = valuesOf(URL_SAFE);

/** Base64 with padding, no line breaks (RFC 4648 §4). */
export const toBase64 = (octets: Uint8Array): string => encode64(octets, STANDARD, true);
/** Base64url without padding (RFC 4648 §5). */
export const toBase64url = (octets: Uint8Array): string => encode64(octets, URL_SAFE, false);
/** Reads base64 with padding and no white space. @throws PkiError `base64_invalid` */
export const fromBase64 = (text: string): Bytes => decode64(text, STANDARD_VALUE, true);
/** Reads base64url without padding. @throws PkiError `base64_invalid` */
export const fromBase64url = (text: string): Bytes => decode64(text, URL_SAFE_VALUE, false);

function encode64(octets: Uint8Array, alphabet: string, padded: boolean): string {
  let text = '';
  for (let i = 0; i < octets.length; i += 3) {
    const group = ((octets[i] ?? 0) << 16) | ((octets[i + 1] ?? 0) << 8) | (octets[i + 2] ?? 0);
    const characters = Math.min(octets.length - i, 3) + 1;
    for (let c = 0; c < characters; c++) text += alphabet[(group >> (18 - 6 * c)) & 63];
    if (padded) text += '='.repeat(4 - characters);
  }
  return text;
}

function decode64(text: string, values: Int8Array, padded: boolean): Bytes {
  if (padded && text.length % 4 !== 0) throw new PkiError('base64_invalid', 'not a multiple of four', text.length);
  const digits = padded ? text.length - paddingOf(text) : text.length;
  if (digits % 4 === 1) throw new PkiError('base64_invalid', 'one digit too many', digits);
  const octets = new Uint8Array(Math.floor((digits * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < digits; i++) {
    const value = digitAt(values, text, i);
    if (value < 0) throw new PkiError('base64_invalid', 'not a base64 digit', i);
    bits = ((bits << 6) | value) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      octets[at++] = bits >> held;
    }
  }
  // Left-over bits that are set would give one value two spellings (RFC 4648 §3.5).
  if ((bits & ((1 << held) - 1)) !== 0) throw new PkiError('base64_invalid', 'left-over bits are set', digits);
  return octets;
}

const paddingOf = (text: string): number => (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);

const digitAt = (values: Int8Array, text: string, index: number): number => values[text.charCodeAt(index)] ?? -1;

function valuesOf(alphabet: string, alsoFrom = '', alsoValue = 0): Int8Array {
  const values = new Int8Array(128).fill(-1);
  for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;
  for (let i = 0; i < alsoFrom.length; i++) values[alsoFrom.charCodeAt(i)] = alsoValue + i;
  return values;
}
