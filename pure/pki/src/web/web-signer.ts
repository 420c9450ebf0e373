import { PkiError } from '../errors.ts';
import type { SignatureAlgorithm, Signer } from '../ports.ts';
import { ecdsaToDer } from './ecdsa-format.ts';
import { subtle, type WebAlgorithm, type WebKey, type WebKeyPair } from './subtle.ts';
import { webAlgorithm } from './web-algorithm.ts';

/**
 * A signer over a WebCrypto key pair; the private key need not be extractable.
 * @throws PkiError `key_algorithm` for an algorithm that WebCrypto lacks or a key of another kind
 */
export async function webSigner(pair: WebKeyPair, algorithm: SignatureAlgorithm): Promise<Signer> {
  const web = webAlgorithm(algorithm);
  if (web === undefined || !keyFits(pair.privateKey, web.key)) {
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

function keyFits({ algorithm }: WebKey, wanted: WebAlgorithm): boolean {
  if (typeof wanted === 'string') return algorithm.name === wanted;
  const { name, namedCurve, hash } = wanted;
  return algorithm.name === name && algorithm.namedCurve === namedCurve && algorithm.hash?.name === hash;
}
