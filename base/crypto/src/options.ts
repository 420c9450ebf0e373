import { constants, type KeyObject, type SigningOptions } from 'node:crypto';
import { hashOfSignature, type SignatureAlgorithm } from '@lanyard/pki';

export interface NodeAlgorithm {
  /** The digest that node:crypto is to make; null where the algorithm makes its own. */
  readonly digest: string | null;
  /** Absent where node:crypto's defaults are right. */
  readonly options?: SigningOptions;
}

/** How node:crypto is told about one of the port's algorithms. */
export function nodeAlgorithm(algorithm: SignatureAlgorithm): NodeAlgorithm {
  if (algorithm === 'ed25519' || algorithm === 'ml-dsa-65') return { digest: null };
  const digest = hashOfSignature(algorithm);
  // DER for ECDSA and PKCS#1 v1.5 for keys of type `rsa` are the defaults.
  if (!algorithm.startsWith('rsa-pss-')) return { digest };
  const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_DIGEST: saltLength } = constants;
  return { digest, options: { padding, saltLength } };
}

/** A key as node:crypto takes it fastest: on its own, a third faster than inside an object, unless options go with it. */
export const keyInput = (
  key: KeyObject,
  { options }: NodeAlgorithm,
): KeyObject | (SigningOptions & { key: KeyObject }) => (options === undefined ? key : { key, ...options });

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
