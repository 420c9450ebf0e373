import { type Bytes, concatBytes, fromHex, utf8Encode } from '@lanyard/pki';
import { PIV_AID } from '../identifiers.ts';
import { encodeTlv, readTlvs, tlvOf } from '../tlv.ts';

const EMPTY_CCC_TAGS = [0xf6, 0xf7, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe];

/**
 * Card Capability Container (SP 800-73-5 pt1 §3.1.1). The card URL stays empty: with one OpenSC takes the card for a CAC.
 * @param identifier 14 octets of this card's own
 */
export function cardCapability(identifier: Bytes): Bytes {
  if (identifier.length !== 14) throw new RangeError('a card identifier has 14 octets');
  return concatBytes(
    encodeTlv(0xf0, fromHex('a000000116ff02'), identifier),
    encodeTlv(0xf1, Uint8Array.of(0x21)),
    encodeTlv(0xf2, Uint8Array.of(0x21)),
    encodeTlv(0xf3),
    encodeTlv(0xf4, Uint8Array.of(0x00)),
    encodeTlv(0xf5, Uint8Array.of(0x10)),
    ...EMPTY_CCC_TAGS.map((tag) => encodeTlv(tag)),
  );
}

/** Whether there is a virtual contact interface, and whether a pairing code opens it. */
export type VirtualContact = 'none' | 'pairing-code' | 'no-code';

/** First octet of the PIN usage policy: the application's own PIN, and the interface (SP 800-73-5 pt1 §3.3.2). */
const USAGE = { none: 0x40, 'pairing-code': 0x48, 'no-code': 0x4c } as const;

/** Discovery Object: of secrets only the application's own PIN and the pairing code, neither global PIN nor biometrics. */
export const discovery = (virtualContact: VirtualContact = 'none'): Bytes =>
  concatBytes(encodeTlv(0x4f, PIV_AID), encodeTlv(0x5f2f, Uint8Array.of(USAGE[virtualContact], 0x00)));

/** Whether a card with this Discovery Object has a pairing code. */
export const hasPairingCode = (content: Bytes): boolean =>
  tlvOf(readTlvs(content) ?? [], 0x5f2f)?.[0] === USAGE['pairing-code'];

/**
 * Key History (SP 800-73-5 pt1 §3.3.3): retired keys whose certificates are on the card fill the slots from 82 upwards.
 * @param onCard 0 to 20
 */
export const keyHistory = (onCard: number): Bytes =>
  concatBytes(encodeTlv(0xc1, Uint8Array.of(onCard)), encodeTlv(0xc2, Uint8Array.of(0)), encodeTlv(0xfe));

export interface PrintedFields {
  readonly name: string;
  readonly affiliation: string;
  readonly expires: Date;
  readonly serial: string;
  readonly issuer: string;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** Printed Information (SP 800-73-5 pt1 §3.2.1), each field cut to the octets that its table gives it. */
export function printedInformation({ name, affiliation, expires, serial, issuer }: PrintedFields): Bytes {
  const day = String(expires.getUTCDate()).padStart(2, '0');
  const date = `${expires.getUTCFullYear()}${MONTHS[expires.getUTCMonth()] ?? ''}${day}`;
  return concatBytes(
    encodeTlv(0x01, cut(name, 125)),
    encodeTlv(0x02, cut(affiliation, 20)),
    encodeTlv(0x04, utf8Encode(date)),
    encodeTlv(0x05, cut(serial, 20)),
    encodeTlv(0x06, cut(issuer, 15)),
    encodeTlv(0xfe),
  );
}

/** Never in the middle of a character. */
function cut(text: string, octets: number): Bytes {
  let short = text;
  while (utf8Encode(short).length > octets) short = Array.from(short).slice(0, -1).join('');
  return utf8Encode(short);
}
