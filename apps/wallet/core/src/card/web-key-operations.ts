import type { Bytes } from '@lanyard/pki';
import type { RandomBytes } from '../ports.ts';
import type { KeyOperations } from './key-operations.ts';
import { rsaPrivate } from './raw-rsa.ts';
import { signDigest } from './sign-digest.ts';

/** The card's operations where there is only WebCrypto, which signs no digest and has no RSA without padding. */
export function webKeyOperations(random: RandomBytes): KeyOperations {
  return {
    signDigest: async (key, digest) => signDigest(key, digest),
    agree: async (key, point) => {
      const namedCurve = key.keyType === 'ec-p384' ? 'P-384' : 'P-256';
      const algorithm = { name: 'ECDH', namedCurve };
      const own = await crypto.subtle.importKey('pkcs8', key.pkcs8, algorithm, false, ['deriveBits']);
      const theirs = await pointKey(point, algorithm);
      if (theirs === undefined) return undefined;
      const bits = namedCurve === 'P-384' ? 384 : 256;
      return new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own, bits));
    },
    rsa: async (key, block) => {
      const algorithm = { name: 'RSA-OAEP', hash: 'SHA-256' };
      const imported = await crypto.subtle.importKey('pkcs8', key.pkcs8, algorithm, true, ['decrypt']);
      return rsaPrivate(await crypto.subtle.exportKey('jwk', imported), block, random);
    },
  };
}

/** Importing is the check against points of other curves. */
async function pointKey(point: Bytes, algorithm: EcKeyImportParams): Promise<CryptoKey | undefined> {
  try {
    return await crypto.subtle.importKey('raw', point, algorithm, false, []);
  } catch {
    // DataError: there is nothing else that importing octets can fail with.
    return undefined;
  }
}
