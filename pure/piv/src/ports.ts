import type { Bytes, MaybePromise, Random } from '@lanyard/pki';
import type { KeyAlgorithm } from './algorithms.ts';
import type { CipherSuite } from './secure-messaging/cipher-suite.ts';

/** Why a private key did not answer: closed until the PIN is given again, or not to be used any more. */
export type KeyRefusal = 'locked' | 'unusable';

/** The private keys of a card, wherever they are kept. Operations may take long: a person may be asked. */
export interface CardKeys {
  algorithmOf(slot: number): KeyAlgorithm | undefined;
  /** ECDSA over a digest as long as the curve's order. @returns DER of Ecdsa-Sig-Value (RFC 3279 §2.2.3) */
  signDigest(slot: number, digest: Bytes): Promise<Bytes | KeyRefusal>;
  /** @param point uncompressed; @returns the shared point's x; undefined for a point that is not on the curve */
  agree(slot: number, point: Bytes): Promise<Bytes | KeyRefusal | undefined>;
  /** The private operation of RSA on a block as long as the modulus; undefined for a number that is not below it. */
  rsa(slot: number, block: Bytes): Promise<Bytes | KeyRefusal | undefined>;
}

export type PinOutcome =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'blocked' };

/** A new PIN may also be against the rules of whoever keeps it, or that is closed to a new one at present. */
export type PinChange = PinOutcome | { readonly kind: 'refused' } | { readonly kind: 'locked' };

/** The PIN and its tries live with whoever keeps them: they survive a reset and cannot be rolled back here. */
export interface PinStore {
  /** Tries still to be had, 0 when blocked. */
  triesLeft(): Promise<number>;
  verify(pin: string): Promise<PinOutcome>;
  change(present: string, next: string): Promise<PinChange>;
  /** @param code the 8 octets of the PIN unblocking key */
  unblock(code: Bytes, next: string): Promise<PinChange>;
  /** The card forgot that the PIN was right: reset, power off, logout. */
  forget(): void;
}

export interface CardObjects {
  /**
   * What is inside the template 53, or the whole value of a container without one; undefined when absent, `locked` where it
   * is closed until the PIN is given again.
   */
  read(tag: number): MaybePromise<Bytes | 'locked' | undefined>;
}

/** The right to put objects and make keys, given by whoever holds the card application, never over the reader. */
export interface Personalisation {
  putData(tag: number, content: Bytes): Promise<void>;
  /** @returns the SubjectPublicKeyInfo of the new key */
  generate(slot: number, algorithm: KeyAlgorithm): Promise<Bytes>;
}

/** What makes secure messaging possible (SP 800-73-5 pt2 §4). */
export interface SecureMessagingKey {
  readonly suite: CipherSuite;
  /** Card verifiable certificate of the key. */
  readonly certificate: Bytes;
  /**
   * No PIN is asked for it: the channel comes first.
   * @param point uncompressed; @returns the shared point's x; undefined for a point that is not on the curve
   */
  agree(point: Bytes): Promise<Bytes | undefined>;
  /** Absent: the Discovery Object gives the virtual contact interface without a code. */
  readonly pairing?: PairingCode;
}

/** The code has no counter on the card: whoever keeps it bounds how many are tried in a time. */
export interface PairingCode {
  /** @param code 8 digits; @returns false also for a right one that comes too soon after wrong ones */
  verify(code: string): Promise<boolean>;
}

export interface CardPorts {
  readonly objects: CardObjects;
  readonly keys: CardKeys;
  readonly pin: PinStore;
  readonly random: Random;
  readonly personalisation?: Personalisation;
  /** Absent: not offered. */
  readonly secureMessaging?: SecureMessagingKey;
}
