import type { Bytes } from '../bytes.ts';
import { PkiError } from '../errors.ts';
import { parsePublicKey } from '../public-key.ts';
import type { SignatureAlgorithm, Verifier } from '../ports.ts';
import { ecdsaFromDer } from './ecdsa-format.ts';
import { subtle } from './subtle.ts';
import { webAlgorithm } from './web-algorithm.ts';

/** The verifier port over SubtleCrypto. */
export const webVerifier = {
  async verify(algorithm: SignatureAlgorithm, spki: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
    const web = webAlgorithm(algorithm);
    if (web === undefined || !keyFits(algorithm, spki)) return false;
    const fixed = web.ecdsaOctets === undefined ? signature : fixedSignature(signature, web.ecdsaOctets);
    if (fixed === undefined) return false;
    try {
      const key = await subtle().importKey('spki', spki, web.key, false, ['verify']);
      return await subtle().verify(web.operation, key, fixed, message);
    } catch {
      // WebCrypto rejects keys that it does not take (a point off the curve) with an error of no fixed kind.
      return false;
    }
  },
} satisfies Verifier;

function fixedSignature(signature: Bytes, octets: number): Bytes | undefined {
  try {
    return ecdsaFromDer(signature, octets);
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

function keyFits(algorithm: SignatureAlgorithm, spki: Bytes): boolean {
  try {
    const key = parsePublicKey(spki);
    if (key.kind === 'ec') return algorithm.startsWith(`ecdsa-${key.curve.replace('-', '').toLowerCase()}-`);
    return key.kind === 'rsa' ? algorithm.startsWith('rsa-') : key.kind === algorithm;
  } catch (error) {
    if (error instanceof PkiError) return false;
    throw error;
  }
}
