import type { Bytes, Certificate, Name, Signer } from '@lanyard/pki';

/** What it takes to issue under an authority. A root has this before it has its certificate. */
export interface SigningAuthority {
  readonly id: string;
  readonly name: Name;
  readonly signer: Signer;
  /** Subject key identifier of its certificate. */
  readonly keyId: Bytes;
  /** Certificates begin and end within its own. */
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Policies of its certificate; its responder asserts the same. */
  readonly policies: readonly string[];
  /** Null while a root is being made. */
  readonly certificate: Certificate | null;
  /** From itself upwards to the root. */
  readonly chain: readonly Bytes[];
}
