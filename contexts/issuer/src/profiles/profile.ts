import type { CertificateRules } from '@lanyard/pki';
import type { ProfileName } from '../types.ts';

/** A kind of certificate: the rules it is held against before it is signed, and what the issuer chooses within them. */
export interface Profile {
  readonly name: ProfileName;
  /** The worksheet, as a declaration. Lint knows nothing else, so a mistake of the builder does not pass. */
  readonly rules: CertificateRules;
  /** Purposes asserted, of those that the rules allow; empty: the extension is absent. */
  readonly purposes: readonly string[];
  /** `own`: a fresh UUID for each certificate (FPKI CP §3.1.1.2); `given`: the card's, from the caller. */
  readonly uuid: 'own' | 'given' | 'none';
  /** Authorities below one of this profile; null where it is no authority. */
  readonly ca: { readonly pathLength: number | undefined } | null;
  /**
   * Where relying parties learn the status: `none` for a root, `no-check` for a responder (RFC 6960 §4.2.2.2.1),
   * `crl` under a root that is kept offline.
   */
  readonly status: 'crl-and-ocsp' | 'crl' | 'no-check' | 'none';
  /** A subscriber's key is certified once; an authority's may be again. */
  readonly keyOnce: boolean;
}
