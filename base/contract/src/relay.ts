import { z } from 'zod';
import { base64url, text, uuid } from './common.ts';
import { isErrorCode, type ErrorCode } from './errors.ts';
import { readerId, readerWord } from './pairing.ts';

/** Octets of the longest message that a relay carries: a Noise message with room to spare. */
export const LONGEST_RELAYED = 66_000;

const errorCode = z.custom<ErrorCode>((value) => isErrorCode(value));
/** Names one way between a wallet and a reader, on the reader's side. */
const session = z.number().int().min(1).max(0xffff_ffff);
export const relayPurpose = z.enum(['pair', 'connect']);
export type RelayPurpose = z.infer<typeof relayPurpose>;

/**
 * What a reader says to the relay, as text. Octets for a wallet go as binary messages: 4 octets of the session, most
 * significant first, and what is sealed for the wallet.
 */
export const fromReaderToRelay = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    /** Ed25519, 32 octets. */
    key: base64url(32),
    name: text(60),
    /** Over {@link helloText}. */
    signature: base64url(64),
  }),
  /** Shows itself to whoever types the word that comes back. */
  z.strictObject({ type: z.literal('wait') }),
  /** The code was right: the device of this session is the one. */
  z.strictObject({ type: z.literal('paired'), session }),
  z.strictObject({ type: z.literal('forget') }),
  /** A program wants the card, and the phone is not there. */
  z.strictObject({ type: z.literal('wake') }),
  z.strictObject({ type: z.literal('close'), session }),
]);
export type FromReaderToRelay = z.infer<typeof fromReaderToRelay>;

const pairing = z.strictObject({ deviceId: uuid, deviceName: z.string() });

export const fromRelayToReader = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('challenge'), nonce: base64url(32) }),
  z.strictObject({ type: z.literal('welcome'), readerId, pairing: pairing.nullable() }),
  z.strictObject({ type: z.literal('word'), word: readerWord, expiresIn: z.number().int() }),
  z.strictObject({ type: z.literal('call'), session, purpose: relayPurpose, ...pairing.shape }),
  z.strictObject({ type: z.literal('closed'), session }),
  z.strictObject({ type: z.literal('pairing'), pairing: pairing.nullable() }),
  /** What became of `wake`: null when a push service took the message. */
  z.strictObject({ type: z.literal('woken'), code: errorCode.nullable() }),
  z.strictObject({ type: z.literal('refused'), code: errorCode }),
]);
export type FromRelayToReader = z.infer<typeof fromRelayToReader>;

/** A wallet's first message. All that follows is binary. */
export const fromWalletToRelay = z.strictObject({ ticket: z.string().max(200) });

export const fromRelayToWallet = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('open') }),
  z.strictObject({ type: z.literal('refused'), code: errorCode }),
]);
export type FromRelayToWallet = z.infer<typeof fromRelayToWallet>;

/** What a reader signs: for this relay, this moment, and nothing else. */
export const helloText = (origin: string, nonce: string): string => `lanyard reader hello\n${origin}\n${nonce}`;
