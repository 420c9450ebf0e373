import type { Bytes } from '@lanyard/pki';
import type { OpenKey } from '../use-key.ts';

/** What a card does with a private key, and the platforms' own interfaces mostly do not offer. */
export interface KeyOperations {
  /** ECDSA over a digest that somebody else made; DER. */
  signDigest(key: OpenKey, digest: Bytes): Promise<Bytes>;
  /** ECDH: the shared point's x; undefined for a point that is not on the curve. */
  agree(key: OpenKey, point: Bytes): Promise<Bytes | undefined>;
  /** RSA without padding: the host pads, and takes the padding off. Undefined for a number that is not below the modulus. */
  rsa(key: OpenKey, block: Bytes): Promise<Bytes | undefined>;
}
