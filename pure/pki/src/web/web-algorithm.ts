import { HASH_LENGTH } from '../algorithm.ts';
import type { SignatureAlgorithm } from '../ports.ts';
import { hashOfSignature } from '../signature-algorithm.ts';
import type { WebAlgorithm } from './subtle.ts';
import { webHashName } from './web-random.ts';

const CURVES = { p256: ['P-256', 32], p384: ['P-384', 48], p521: ['P-521', 66] } as const;

export interface WebSignatureAlgorithm {
  /** For importing and generating keys. */
  readonly key: WebAlgorithm;
  /** For signing and verifying. */
  readonly operation: WebAlgorithm;
  /** Octets of each number of an ECDSA signature; undefined for other kinds. */
  readonly ecdsaOctets: number | undefined;
}

/** How WebCrypto is told about one of the port's algorithms; undefined for those that it lacks. */
export function webAlgorithm(algorithm: SignatureAlgorithm): WebSignatureAlgorithm | undefined {
  if (algorithm === 'ml-dsa-65') return undefined;
  if (algorithm === 'ed25519') return { key: 'Ed25519', operation: 'Ed25519', ecdsaOctets: undefined };
  const hash = hashOfSignature(algorithm);
  const curve = /^ecdsa-(p256|p384|p521)-/.exec(algorithm)?.[1] as keyof typeof CURVES | undefined;
  if (curve !== undefined) {
    const [namedCurve, octets] = CURVES[curve];
    const operation = { name: 'ECDSA', hash: webHashName(hash) };
    return { key: { name: 'ECDSA', namedCurve }, operation, ecdsaOctets: octets };
  }
  const pss = algorithm.startsWith('rsa-pss-');
  const name = pss ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5';
  const operation = pss ? { name, saltLength: HASH_LENGTH[hash] } : name;
  return { key: { name, hash: webHashName(hash) }, operation, ecdsaOctets: undefined };
}
