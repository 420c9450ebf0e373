import type { KeyType } from '@lanyard/contract';
import { der, type Bytes, type Signer } from '@lanyard/pki';
import { exportSpki, signatureAlgorithmFor } from './key-material.ts';

/** Signs with a private key of that type, in the form that X.509 writes: DER for ECDSA (RFC 3279 §2.2.3), PKCS#1 v1.5 for RSA. */
export async function signForX509(key: CryptoKey, keyType: KeyType, data: Bytes): Promise<Bytes> {
  const raw = new Uint8Array(await crypto.subtle.sign(paramsOf(keyType), key, data));
  return keyType.startsWith('ec-') ? pairToDer(raw) : raw;
}

/** The port of pki over a key pair just made here. */
export async function signerOf(pair: CryptoKeyPair, keyType: KeyType): Promise<Signer> {
  return {
    algorithm: signatureAlgorithmFor(keyType),
    spki: await exportSpki(pair.publicKey),
    sign: (message) => signForX509(pair.privateKey, keyType, message),
  };
}

function paramsOf(keyType: KeyType): AlgorithmIdentifier | EcdsaParams {
  if (keyType === 'ec-p256') return { name: 'ECDSA', hash: 'SHA-256' };
  if (keyType === 'ec-p384') return { name: 'ECDSA', hash: 'SHA-384' };
  return { name: 'RSASSA-PKCS1-v1_5' };
}

/** WebCrypto gives r‖s. */
function pairToDer(pair: Bytes): Bytes {
  const half = pair.length / 2;
  return der.sequence(unsigned(pair.subarray(0, half)), unsigned(pair.subarray(half)));
}

const unsigned = (octets: Bytes): Bytes => der.unsigned(octets);
