import { cmac } from '@noble/ciphers/aes.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concatBytes, utf8Encode, viewOf } from '@lanyard/pki';
import type { CipherSuite } from './cipher-suite.ts';

/** What both sides know of a key establishment once the card has answered. */
export interface Establishment {
  /** Control octet of the host: 00. */
  readonly hostControl: number;
  /** 8 octets by which the host calls itself. */
  readonly hostId: Bytes;
  /** The host's ephemeral public key, uncompressed. */
  readonly hostPoint: Bytes;
  readonly cardControl: number;
  /** The first 8 octets of SHA-256 over the card's certificate. */
  readonly cardId: Bytes;
  readonly nonce: Bytes;
}

/** The AES keys of a session (SP 800-73-5 pt2 §4.1.6): 16 or 32 octets each. */
export interface SessionKeys {
  readonly confirmation: Bytes;
  readonly mac: Bytes;
  readonly encryption: Bytes;
  readonly responseMac: Bytes;
}

/** Octets by which each side is named. */
export const ID_OCTETS = 8;
export const CRYPTOGRAM_OCTETS = 16;
const POINT_PART = 16;
const CONFIRMATION = utf8Encode('KC_1_V');

export const cardIdOf = (certificate: Uint8Array): Bytes => viewOf(sha256(certificate)).slice(0, ID_OCTETS);

/**
 * Concatenation key derivation (SP 800-56A §5.8.1 as SP 800-73-5 pt2 §4.1.6 profiles it).
 * @param z the shared secret; it is overwritten
 */
export function deriveSessionKeys(suite: CipherSuite, z: Bytes, known: Establishment): SessionKeys {
  const info = otherInfo(suite, known);
  const blocks: Uint8Array[] = [];
  for (let counter = 1, made = 0; made < 4 * suite.key; counter++) {
    const input = concatBytes(Uint8Array.of(0, 0, 0, counter), z, info);
    const block = suite.hash(input);
    input.fill(0);
    blocks.push(block);
    made += block.length;
  }
  z.fill(0);
  const material = concatBytes(...blocks);
  const key = (index: number): Bytes => material.slice(index * suite.key, (index + 1) * suite.key);
  const keys = { confirmation: key(0), mac: key(1), encryption: key(2), responseMac: key(3) };
  for (const octets of [material, ...blocks]) octets.fill(0);
  return keys;
}

/** Each part behind its length in one octet; of the ephemeral point the first 16 octets of x. */
function otherInfo(suite: CipherSuite, known: Establishment): Bytes {
  const purposes = new Uint8Array(4).fill(suite.keyPurpose);
  const parts = [
    purposes,
    known.hostId,
    Uint8Array.of(known.hostControl),
    coordinatesOf(known.hostPoint).subarray(0, POINT_PART),
    known.cardId,
    known.nonce,
    Uint8Array.of(known.cardControl),
  ];
  return concatBytes(...parts.map((part) => concatBytes(Uint8Array.of(part.length), part)));
}

/** By this the card shows that it has its certificate's key: AES-CMAC with SK_CFRM (SP 800-73-5 pt2 §4.1.7). */
export function cryptogramOf({ confirmation }: SessionKeys, { cardId, hostId, hostPoint }: Establishment): Bytes {
  return viewOf(cmac(concatBytes(CONFIRMATION, cardId, hostId, coordinatesOf(hostPoint)), confirmation));
}

/** Keys of a session that is over leave the memory (SP 800-73-5 pt2 §4.1). */
export function zeroize({ confirmation, mac, encryption, responseMac }: SessionKeys): void {
  for (const key of [confirmation, mac, encryption, responseMac]) key.fill(0);
}

/** x‖y without the form's octet (SP 800-56A App. C.2). */
const coordinatesOf = (point: Bytes): Bytes => point.subarray(1);
