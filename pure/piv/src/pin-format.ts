import { latin1 } from './latin1.ts';

/** Octets of a PIN or PUK on the wire (SP 800-73-5 pt2 §2.4.3). */
export const PIN_OCTETS = 8;
const SHORTEST_PIN = 4;
const PADDING = 0xff;

/**
 * Reads a PIN: digits, then FF up to 8 octets. SP 800-73-5 asks for six at least; a derived credential PIN may have
 * four (SP 800-63B-4 §3.2.10), and whoever keeps it has the minimum in force.
 * @returns undefined for anything else
 */
export function readPin(octets: Uint8Array): string | undefined {
  if (octets.length !== PIN_OCTETS) return undefined;
  const end = octets.indexOf(PADDING);
  const digits = end < 0 ? octets : octets.subarray(0, end);
  const padding = octets.subarray(digits.length);
  const wellFormed =
    digits.length >= SHORTEST_PIN && digits.every(isDigit) && padding.every((octet) => octet === PADDING);
  return wellFormed ? latin1(digits) : undefined;
}

/** @throws RangeError for what is no PIN of 4 to 8 digits */
export function writePin(pin: string): Uint8Array<ArrayBuffer> {
  if (!/^[0-9]{4,8}$/.test(pin)) throw new RangeError('a PIN has 4 to 8 digits');
  const octets = new Uint8Array(PIN_OCTETS).fill(PADDING);
  for (let i = 0; i < pin.length; i++) octets[i] = pin.charCodeAt(i);
  return octets;
}

const isDigit = (octet: number): boolean => octet >= 0x30 && octet <= 0x39;
