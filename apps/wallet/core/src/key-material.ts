import type { KeyType } from '@lanyard/contract';
import type { Bytes, SignatureAlgorithm } from '@lanyard/pki';

type MakeParams = EcKeyGenParams | RsaHashedKeyGenParams;

interface KeyTypeFacts {
  readonly make: MakeParams;
  readonly signature: SignatureAlgorithm;
  /** How the public half is read out of a private key, whatever the key is for. */
  readonly carry: EcKeyImportParams | RsaHashedImportParams;
  readonly carryUses: { readonly private: KeyUsage[]; readonly public: KeyUsage[] };
}

const ec = (namedCurve: 'P-256' | 'P-384', signature: SignatureAlgorithm): KeyTypeFacts => ({
  make: { name: 'ECDSA', namedCurve },
  signature,
  carry: { name: 'ECDH', namedCurve },
  carryUses: { private: ['deriveBits'], public: [] },
});

const rsa = (modulusLength: number): KeyTypeFacts => ({
  make: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength, publicExponent: new Uint8Array([1, 0, 1]) },
  signature: 'rsa-pkcs1-sha256',
  carry: { name: 'RSA-OAEP', hash: 'SHA-256' },
  carryUses: { private: ['decrypt'], public: ['encrypt'] },
});

const FACTS: Readonly<Record<KeyType, KeyTypeFacts>> = {
  'ec-p256': ec('P-256', 'ecdsa-p256-sha256'),
  'ec-p384': ec('P-384', 'ecdsa-p384-sha384'),
  'rsa-2048': rsa(2048),
  'rsa-3072': rsa(3072),
  'rsa-4096': rsa(4096),
};

export const signatureAlgorithmFor = (keyType: KeyType): SignatureAlgorithm => FACTS[keyType].signature;

/** A new signing key. Extractable, because it is sealed by the vault key before anything leaves this function's caller. */
export function makeSigningKey(keyType: KeyType): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(FACTS[keyType].make, true, ['sign', 'verify']);
}

/** A new key pair for ECDH, extractable as well. */
export async function makeAgreementKey(
  keyType: 'ec-p256' | 'ec-p384',
): Promise<{ readonly pkcs8: Bytes; readonly point: Bytes }> {
  const algorithm = { name: 'ECDH', namedCurve: keyType === 'ec-p384' ? 'P-384' : 'P-256' };
  const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, true, ['deriveBits']);
  return {
    pkcs8: await exportPkcs8(privateKey),
    point: new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)),
  };
}

export const exportPkcs8 = async (key: CryptoKey): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.exportKey('pkcs8', key));
export const exportSpki = async (key: CryptoKey): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.exportKey('spki', key));

/** A private key for signing and nothing else, not extractable. */
export function importForSigning(keyType: KeyType, pkcs8: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('pkcs8', pkcs8, FACTS[keyType].make, false, ['sign']);
}

/** The SubjectPublicKeyInfo of a private key. @throws DOMException when it is no key of that type */
export async function publicHalf(keyType: KeyType, pkcs8: Bytes): Promise<Bytes> {
  const { carry, carryUses } = FACTS[keyType];
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, carry, true, carryUses.private);
  const { kty, crv, x, y, n, e } = await crypto.subtle.exportKey('jwk', key);
  const jwk: JsonWebKey = Object.fromEntries(
    Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined),
  );
  return exportSpki(await crypto.subtle.importKey('jwk', jwk, carry, true, carryUses.public));
}
