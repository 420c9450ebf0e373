import type { Bytes } from '../bytes.ts';
import { der } from '../der-write.ts';
import { PkiError } from '../errors.ts';
import { keyServes } from '../key-serves.ts';
import { OID } from '../oid.ts';
import { parsePublicKey, type PublicKey } from '../public-key.ts';
import type { SignatureAlgorithm, Verifier } from '../ports.ts';
import { ecdsaFromDer } from './ecdsa-format.ts';
import { subtle } from './subtle.ts';
import { webAlgorithm } from './web-algorithm.ts';

/** The verifier port over SubtleCrypto. */
export const webVerifier = {
  async verify(algorithm: SignatureAlgorithm, spki: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
    const web = webAlgorithm(algorithm);
    const key = readKey(spki);
    if (web === undefined || key === undefined || !keyServes(key, algorithm)) return false;
    const fixed = web.ecdsaOctets === undefined ? signature : fixedSignature(signature, web.ecdsaOctets);
    if (fixed === undefined) return false;
    try {
      const imported = await subtle().importKey('spki', spkiOf(key), web.key, false, ['verify']);
      return await subtle().verify(web.operation, imported, fixed, message);
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

function readKey(spki: Bytes): PublicKey | undefined {
  try {
    return parsePublicKey(spki);
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

/** WebCrypto knows RSA keys only as rsaEncryption; that a key serves PSS alone was checked before. */
function spkiOf(key: PublicKey): Bytes {
  if (key.kind !== 'rsa' || !key.pssOnly) return key.spki;
  return der.sequence(der.sequence(der.oid(OID.rsaEncryption), der.null()), der.bitString(key.subjectPublicKey));
}
