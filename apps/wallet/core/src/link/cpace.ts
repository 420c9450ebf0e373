import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { type Bytes, concatBytes, utf8Encode, viewOf } from '@lanyard/pki';
import { WalletError } from '../errors.ts';

const SUITE = utf8Encode('CPaceRistretto255');
/** Octets of a block of SHA-512. */
const BLOCK = 128;
export const SHARE_OCTETS = 32;
const { Point } = ristretto255;

/** One side between its share and the other's. */
export interface CpaceRun {
  /** For the other side; says nothing of the password. */
  readonly share: Bytes;
  /**
   * @param other the other side's share
   * @returns the same key on both sides if, and only if, both had the same password; 64 octets
   * @throws WalletError `link_broken` for a share that is no element, or the neutral one
   */
  finish(other: Bytes): Bytes;
}

export interface CpaceInput {
  /** May be as short as a few digits: whoever takes part in a run can test one guess, and whoever watches none. */
  readonly password: Bytes;
  /** What both sides know of each other (CI). */
  readonly context: Bytes;
  /** Of this run and no other (sid). */
  readonly session: Bytes;
  readonly initiator: boolean;
  /** 32 octets. */
  readonly secret: Bytes;
  /** What each side says of itself (ADa and ADb). */
  readonly associated: { readonly initiator: Bytes; readonly responder: Bytes };
}

/** CPace, the balanced PAKE of the CFRG (draft-irtf-cfrg-cpace), suite CPACE-RISTR255-SHA512, initiator and responder. */
export function cpace({ password, context, session, initiator, secret, associated }: CpaceInput): CpaceRun {
  const scalar = scalarOf(secret);
  const share = viewOf(generator(password, context, session).multiply(scalar).toBytes());
  return {
    share,
    finish: (other) => {
      const point = element(other).multiply(scalar);
      if (point.is0()) throw new WalletError('link_broken', { why: 'share' });
      const [first, second] = initiator ? [share, other] : [other, share];
      const suite = concatBytes(SUITE, utf8Encode('_ISK'));
      const transcript = lengthed(first, associated.initiator, second, associated.responder);
      return viewOf(sha512(concatBytes(lengthed(suite, session, point.toBytes()), transcript)));
    },
  };
}

/** Shows that a side has the key, without showing it. */
export const cpaceProof = (key: Bytes, side: 'initiator' | 'responder', context: Bytes): Bytes =>
  viewOf(hmac(sha512, key, concatBytes(utf8Encode(`${side}\n`), context)).slice(0, 32));

/** The draft's calculate_generator: the password stands in the first block of the hash alone. */
function generator(password: Bytes, context: Bytes, session: Bytes) {
  const head = lengthed(SUITE, password);
  const padding = new Uint8Array(Math.max(0, BLOCK - 1 - head.length));
  return (
    ristretto255_hasher.deriveToCurve?.(sha512(concatBytes(head, lengthed(padding, context, session)))) ?? unavailable()
  );
}

function unavailable(): never {
  throw new Error('the curve has no map from octets');
}

/** Below 2^252, and so below the group's order. */
function scalarOf(secret: Bytes): bigint {
  const octets = secret.slice();
  octets[31] = (octets[31] ?? 0) & 0x0f;
  return octets.reduceRight((sum, octet) => (sum << 8n) | BigInt(octet), 0n);
}

function element(octets: Bytes) {
  try {
    return Point.fromBytes(octets);
  } catch (error) {
    throw new WalletError('link_broken', { why: 'share' }, error);
  }
}

/** Each part after its length, in LEB128. */
function lengthed(...parts: readonly Uint8Array[]): Bytes {
  return concatBytes(...parts.flatMap((part) => [leb128(part.length), part]));
}

function leb128(length: number): Bytes {
  return length < 0x80 ? Uint8Array.of(length) : Uint8Array.of((length & 0x7f) | 0x80, length >> 7);
}
