import type { Bytes } from '../bytes.ts';

/** As much of a CryptoKey as is looked at here. The platforms' own types fit it. */
export interface WebKey {
  readonly type: string;
  readonly extractable: boolean;
  readonly algorithm: {
    readonly name: string;
    readonly namedCurve?: string;
    readonly hash?: { readonly name: string };
  };
}
export interface WebKeyPair {
  readonly privateKey: WebKey;
  readonly publicKey: WebKey;
}

export type WebAlgorithm = string | { readonly name: string; readonly [parameter: string]: unknown };

/** SubtleCrypto, as far as it is used. */
interface Subtle {
  digest(algorithm: string, data: Bytes): Promise<ArrayBuffer>;
  sign(algorithm: WebAlgorithm, key: WebKey, data: Bytes): Promise<ArrayBuffer>;
  verify(algorithm: WebAlgorithm, key: WebKey, signature: Bytes, data: Bytes): Promise<boolean>;
  encrypt(algorithm: WebAlgorithm, key: WebKey, data: Bytes): Promise<ArrayBuffer>;
  decrypt(algorithm: WebAlgorithm, key: WebKey, data: Bytes): Promise<ArrayBuffer>;
  deriveBits(algorithm: WebAlgorithm, key: WebKey, bits: number): Promise<ArrayBuffer>;
  generateKey(algorithm: WebAlgorithm, extractable: boolean, usages: readonly string[]): Promise<WebKeyPair>;
  importKey(
    format: 'raw' | 'pkcs8' | 'spki',
    data: Bytes,
    algorithm: WebAlgorithm,
    extractable: boolean,
    usages: readonly string[],
  ): Promise<WebKey>;
  exportKey(format: 'raw' | 'pkcs8' | 'spki', key: WebKey): Promise<ArrayBuffer>;
  wrapKey(format: 'raw', key: WebKey, wrapper: WebKey, algorithm: WebAlgorithm): Promise<ArrayBuffer>;
  unwrapKey(
    format: 'raw',
    wrapped: Bytes,
    wrapper: WebKey,
    algorithm: WebAlgorithm,
    keyAlgorithm: WebAlgorithm,
    extractable: boolean,
    usages: readonly string[],
  ): Promise<WebKey>;
}

interface WebCrypto {
  readonly subtle: Subtle;
  getRandomValues(octets: Bytes): Bytes;
}

// Browsers, workers and Node 24 have it; the project compiles without their libraries on purpose.
declare const crypto: WebCrypto;

/** Read at each call: a page that is no secure context has a global without `subtle`. */
export const subtle = (): Subtle => crypto.subtle;
export const fillRandom = (octets: Bytes): Bytes => crypto.getRandomValues(octets);
