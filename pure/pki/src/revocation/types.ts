import type { Bytes } from '../bytes.ts';
import type { RevocationReason } from '../crl-reasons.ts';
import type { Crl } from '../crl.ts';
import type { OcspResponse } from '../ocsp-response.ts';

export interface RevocationInput {
  /**
   * `require`: every certificate of the path needs a current answer. `soft`: what cannot be learnt is passed over,
   * what is known to be revoked is not. `off`: nothing is asked.
   */
  readonly mode: 'require' | 'soft' | 'off';
  /** Which certificates are looked up. Default `path`, all of them. */
  readonly scope?: 'path' | 'leaf';
  readonly crls?: readonly Crl[];
  readonly ocspResponses?: readonly OcspResponse[];
  /** Whether delta CRLs count (RFC 5280 §6.3.1 (b)). Default true. */
  readonly useDeltas?: boolean;
  /** Sent in OCSP requests; an answer that carries a nonce must carry this one (RFC 9654 §2.1). */
  readonly nonce?: Bytes;
  /** Whether an answer without the nonce is refused. Default false: many responders sign ahead (RFC 5019 §4). */
  readonly requireNonce?: boolean;
  /** How far the clocks of others may run ahead or behind, in milliseconds. Default 0. */
  readonly clockSkew?: number;
  /** How old an OCSP answer without nextUpdate may be, in milliseconds. Default one hour. */
  readonly maxAge?: number;
}

export type StatusSource = 'ocsp' | 'crl';

/** What was learnt about one certificate. */
export type CertificateStatus =
  | { readonly state: 'good'; readonly source: StatusSource; readonly thisUpdate: Date; readonly nextUpdate?: Date }
  | {
      readonly state: 'revoked' | 'on_hold';
      readonly source: StatusSource;
      readonly reason: RevocationReason;
      readonly revokedAt: Date;
      readonly thisUpdate: Date;
    }
  | { readonly state: 'unknown'; readonly why: string }
  | { readonly state: 'not_checked' };
