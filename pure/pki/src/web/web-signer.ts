import { PkiError } from '../errors.ts';
import type { SignatureAlgorithm, Signer } from '../ports.ts';
import { ecdsaToDer } from './ecdsa-format.ts';
import { subtle, type WebKeyPair } from './subtle.ts';
import { webAlgorithm } from './web-algorithm.ts';

/**
 * A signer over a WebCrypto key pair; the private key need not be extractable.
 * @throws PkiError `key_algorithm` for an algorithm that WebCrypto lacks or a key of another kind
 */
export async function webSigner(pair: WebKeyPair, algorithm: SignatureAlgorithm): Promise<Signer> {
  const web = webAlgorithm(algorithm);
  const wanted = typeof web?.key === 'string' ? { name: web.key } : web?.key;
  const { name, namedCurve } = pair.privateKey.algorithm;
  if (web === undefined || name !== wanted?.name || namedCurve !== wanted['namedCurve']) {
    throw new PkiError('key_algorithm', 'the key does not fit the signature algorithm');
  }
  return {
    algorithm,
    spki: new Uint8Array(await subtle().exportKey('spki', pair.publicKey)),
    async sign(message) {
      const signature = new Uint8Array(await subtle().sign(web.operation, pair.privateKey, message));
      return web.ecdsaOctets === undefined ? signature : ecdsaToDer(signature);
    },
  };
}
