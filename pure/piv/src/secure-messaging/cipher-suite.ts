import { OID, type SignatureAlgorithm } from '@lanyard/pki';
import { sha256, sha384 } from '@noble/hashes/sha2.js';
import type { KeyAlgorithm } from '../algorithms.ts';
import { isRetired, SLOT } from '../identifiers.ts';

/** What a cipher suite of secure messaging fixes (SP 800-73-5 pt2 Table 14). */
export interface CipherSuite {
  /** Stands in SELECT's answer, and as P1 of the key establishment. */
  readonly id: 0x27 | 0x2e;
  readonly algorithm: 'ec-p256' | 'ec-p384';
  readonly curve: 'P-256' | 'P-384';
  readonly curveOid: string;
  /** Octets of a coordinate; a point has twice as many and one. */
  readonly coordinate: number;
  readonly hash: (message: Uint8Array) => Uint8Array;
  /** Octets of each AES session key. */
  readonly key: number;
  /** Octets of the card's nonce. */
  readonly nonce: number;
  /** How OtherInfo of the key derivation calls AES-CMAC and AES-CBC with this key length. */
  readonly keyPurpose: number;
  /** What signs a card's certificate. */
  readonly signature: SignatureAlgorithm;
}

export const CS2: CipherSuite = {
  id: 0x27,
  algorithm: 'ec-p256',
  curve: 'P-256',
  curveOid: OID.p256,
  coordinate: 32,
  hash: sha256,
  key: 16,
  nonce: 16,
  keyPurpose: 0x09,
  signature: 'ecdsa-p256-sha256',
};

export const CS7: CipherSuite = {
  id: 0x2e,
  algorithm: 'ec-p384',
  curve: 'P-384',
  curveOid: OID.p384,
  coordinate: 48,
  hash: sha384,
  key: 32,
  nonce: 24,
  keyPurpose: 0x0d,
  signature: 'ecdsa-p384-sha384',
};

const SUITES = [CS2, CS7];

export const suiteOfId = (id: number): CipherSuite | undefined => SUITES.find((suite) => suite.id === id);
export const suiteOfCurve = (curve: string): CipherSuite | undefined => SUITES.find((suite) => suite.curve === curve);

/**
 * The suite that a card offers: where a signature, key management or retired key is on P-384, the channel must not be
 * weaker than the key (SP 800-73-5 pt2 §4).
 */
export function suiteFor(slots: Iterable<readonly [slot: number, algorithm: KeyAlgorithm]>): CipherSuite {
  for (const [slot, algorithm] of slots)
    if (algorithm === 'ec-p384' && (slot === SLOT.signature || slot === SLOT.keyManagement || isRetired(slot)))
      return CS7;
  return CS2;
}
