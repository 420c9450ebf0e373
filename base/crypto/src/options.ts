import { constants, type KeyObject, type SigningOptions } from 'node:crypto';
import { hashOfSignature, type SignatureAlgorithm } from '@lanyard/pki';

export interface NodeAlgorithm {
  /** The digest that node:crypto is to make; null where the algorithm makes its own. */
  readonly digest: string | null;
  readonly options: SigningOptions;
}

/** How node:crypto is told about one of the port's algorithms. */
export function nodeAlgorithm(algorithm: SignatureAlgorithm): NodeAlgorithm {
  if (algorithm === 'ed25519' || algorithm === 'ml-dsa-65') return { digest: null, options: {} };
  const digest = hashOfSignature(algorithm);
  if (algorithm.startsWith('ecdsa-')) return { digest, options: { dsaEncoding: 'der' } };
  if (algorithm.startsWith('rsa-pkcs1-')) return { digest, options: { padding: constants.RSA_PKCS1_PADDING } };
  const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_DIGEST: saltLength } = constants;
  return { digest, options: { padding, saltLength } };
}

const CURVE_OF = new Map([
  ['prime256v1', 'p256'],
  ['secp384r1', 'p384'],
  ['secp521r1', 'p521'],
]);

/** Whether a key is of the kind and curve that the algorithm's name says. */
export function keyFits(key: KeyObject, algorithm: SignatureAlgorithm): boolean {
  const type = key.asymmetricKeyType;
  if (algorithm.startsWith('ecdsa-')) {
    const curve = CURVE_OF.get(key.asymmetricKeyDetails?.namedCurve ?? '');
    return type === 'ec' && curve !== undefined && algorithm.startsWith(`ecdsa-${curve}-`);
  }
  if (algorithm.startsWith('rsa-pkcs1-')) return type === 'rsa';
  if (algorithm.startsWith('rsa-pss-')) return type === 'rsa' || type === 'rsa-pss';
  return type === algorithm;
}

/** The algorithm to prefer for a key; undefined for a key that nothing here signs with. */
export function defaultAlgorithm(key: KeyObject): SignatureAlgorithm | undefined {
  switch (key.asymmetricKeyType) {
    case 'ec':
      return EC_DEFAULT.get(key.asymmetricKeyDetails?.namedCurve ?? '');
    case 'rsa':
      return 'rsa-pkcs1-sha256';
    case 'rsa-pss':
      return 'rsa-pss-sha256';
    case 'ed25519':
      return 'ed25519';
    case 'ml-dsa-65':
      return 'ml-dsa-65';
    default:
      return undefined;
  }
}

const EC_DEFAULT = new Map<string, SignatureAlgorithm>([
  ['prime256v1', 'ecdsa-p256-sha256'],
  ['secp384r1', 'ecdsa-p384-sha384'],
  ['secp521r1', 'ecdsa-p521-sha512'],
]);
