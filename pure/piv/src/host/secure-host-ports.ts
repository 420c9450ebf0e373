import type { Bytes, Certificate, MaybePromise, Random, Verifier } from '@lanyard/pki';
import type { CipherSuite } from '../secure-messaging/cipher-suite.ts';

/** A key pair for one key establishment. */
export interface EphemeralKey {
  /** Uncompressed. */
  readonly point: Bytes;
  /** @returns the shared point's x; undefined for a point that is not on the curve */
  agree(point: Bytes): MaybePromise<Bytes | undefined>;
}

export interface SecureHostPorts {
  readonly random: Random;
  readonly verifier: Verifier;
  readonly ephemeral: (algorithm: CipherSuite['algorithm']) => MaybePromise<EphemeralKey>;
  /** Whether the path of a content signing certificate ends at an anchor, and is not revoked. */
  readonly trusts: (signer: Certificate) => MaybePromise<boolean>;
}
