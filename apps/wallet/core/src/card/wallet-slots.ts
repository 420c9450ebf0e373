import { FIRST_RETIRED, type KeyAlgorithm, RETIRED_SLOTS, SLOT } from '@lanyard/piv';
import { type Certificate, fromBase64, parseCertificate } from '@lanyard/pki';
import type { CredentialDetails } from '../credentials.ts';

/** A key of the wallet as the card shows it. */
export interface CardSlot {
  readonly slot: number;
  readonly algorithm: KeyAlgorithm;
  readonly certificate: Certificate;
  /** DER, base64: by it the wallet finds the key. */
  readonly encoded: string;
}

/** Providers whose credentials a desktop may use: the others have no desktop function. */
const SHARED: ReadonlySet<CredentialDetails['provider']> = new Set(['lanyard', 'entrust']);

/**
 * Which key stands in which slot: the newest active credential in 9A, 9C and 9D, what older mail was encrypted to in the
 * retired slots, the newest first. A key of a kind that PIV does not know is left out.
 */
export function walletSlots(credentials: readonly CredentialDetails[]): readonly CardSlot[] {
  const current = credentials.find(({ state, provider }) => state === 'active' && SHARED.has(provider));
  if (current === undefined) return [];
  const of = (slot: number, purpose: string) =>
    current.certificates
      .filter((known) => known.purpose === purpose)
      .slice(0, 1)
      .map(({ der }) => cardSlot(slot, der));
  const old = credentials
    .flatMap(({ certificates }) => certificates)
    .filter(({ purpose }) => purpose === 'decryption')
    .flatMap(({ der }) => cardSlot(0, der))
    .slice(0, RETIRED_SLOTS)
    .map((found, index) => ({ ...found, slot: FIRST_RETIRED + index }));
  const present = [
    of(SLOT.authentication, 'authentication'),
    of(SLOT.signature, 'signing'),
    of(SLOT.keyManagement, 'encryption'),
  ];
  return [...present.flat(2), ...old];
}

function cardSlot(slot: number, encoded: string): CardSlot[] {
  const certificate = parseCertificate(fromBase64(encoded));
  const algorithm = algorithmOf(certificate);
  return algorithm === undefined ? [] : [{ slot, algorithm, certificate, encoded }];
}

function algorithmOf({ publicKey }: Certificate): KeyAlgorithm | undefined {
  if (publicKey.kind === 'ec' && publicKey.curve === 'P-256') return 'ec-p256';
  if (publicKey.kind === 'ec' && publicKey.curve === 'P-384') return 'ec-p384';
  if (publicKey.kind !== 'rsa') return undefined;
  return publicKey.bits === 2048 ? 'rsa-2048' : publicKey.bits === 3072 ? 'rsa-3072' : undefined;
}
