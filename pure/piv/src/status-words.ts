import type { Bytes } from '@lanyard/pki';
import type { ResponseApdu } from './apdu.ts';

/** Status words of SP 800-73-5 pt2 §2.4.6 and of ISO/IEC 7816-4 §5.1.3. */
export const SW = {
  done: 0x9000,
  moreData: 0x6100,
  verificationFailed: 0x6300,
  triesLeft: 0x63c0,
  wrongLength: 0x6700,
  secureMessagingNotSupported: 0x6882,
  lastOfChainExpected: 0x6883,
  securityStatus: 0x6982,
  blocked: 0x6983,
  conditionsOfUse: 0x6985,
  secureObjectMissing: 0x6987,
  secureObjectIncorrect: 0x6988,
  incorrectData: 0x6a80,
  functionNotSupported: 0x6a81,
  notFound: 0x6a82,
  incorrectParameter: 0x6a86,
  referenceNotFound: 0x6a88,
  instruction: 0x6d00,
  class: 0x6e00,
  noDiagnosis: 0x6f00,
} as const;

export const only = (sw: number): ResponseApdu => ({ data: new Uint8Array(0), sw });
export const withData = (data: Bytes): ResponseApdu => ({ data, sw: SW.done });

/** `63CX`: the word has room for 15; once none is left it is `6983`. */
export const triesLeft = (tries: number): ResponseApdu =>
  tries <= 0 ? only(SW.blocked) : only(SW.triesLeft + Math.min(tries, 15));
