import type { CertificateStatus } from '../revocation/types.ts';

/** Why a path was refused. The codes are stable: callers and screens may rely on them. */
export type RefusalCode =
  | 'signature'
  | 'unsupported_algorithm'
  | 'expired'
  | 'not_yet_valid'
  | 'not_ca'
  | 'path_length'
  | 'key_usage'
  | 'extended_key_usage'
  | 'unknown_critical_extension'
  | 'name_constraint'
  | 'policy'
  | 'anchor_expired'
  | 'revoked'
  | 'on_hold'
  | 'status_unknown'
  | 'no_path'
  | 'work_limit';

/** One refusal as data: which certificate, which rule, which clause, and what a person can do about it. */
export interface Refusal {
  readonly code: RefusalCode;
  /** Place in the path, 0 the leaf; the number of certificates in the path means the trust anchor itself. */
  readonly index: number;
  /** RFC 4514 text of the subject concerned. */
  readonly subject: string;
  /** Serial number in hex; empty for a trust anchor. */
  readonly serial: string;
  readonly clause: string;
  /** What was found. */
  readonly message: string;
  /** What to do about it, a sentence. */
  readonly remedy: string;
}

interface Rule {
  readonly clause: string;
  readonly remedy: string;
}

export const refusalRules: Readonly<Record<RefusalCode, Rule>> = {
  signature: {
    clause: 'RFC 5280 §6.1.3 (a)(1)',
    remedy:
      'Get the certificate and its issuer again from the authority; one of them was altered or is not the issuer.',
  },
  unsupported_algorithm: {
    clause: 'RFC 5280 §4.1.1.2',
    remedy: 'Have it reissued with RSA of 1024 to 8192 bits, ECDSA on P-256, P-384 or P-521, or Ed25519.',
  },
  expired: { clause: 'RFC 5280 §6.1.3 (a)(2)', remedy: 'Use a certificate that is still valid, or check the clock.' },
  not_yet_valid: {
    clause: 'RFC 5280 §6.1.3 (a)(2)',
    remedy: 'Wait until the certificate begins to be valid, or check the clock.',
  },
  not_ca: {
    clause: 'RFC 5280 §6.1.4 (k)',
    remedy: 'Supply the certificate of the real issuing authority; this one may not issue.',
  },
  path_length: {
    clause: 'RFC 5280 §6.1.4 (l), (m)',
    remedy: 'Ask the authority above for a certificate that allows this many levels.',
  },
  key_usage: {
    clause: 'RFC 5280 §4.2.1.3, §6.1.4 (n)',
    remedy: 'Use a certificate whose key usage allows this purpose.',
  },
  extended_key_usage: {
    clause: 'RFC 5280 §4.2.1.12',
    remedy: 'Use a certificate whose extended key usage names this purpose.',
  },
  unknown_critical_extension: {
    clause: 'RFC 5280 §4.2, §6.1.5 (f)',
    remedy: 'Have it reissued without the critical extension, which must be understood to be accepted.',
  },
  name_constraint: {
    clause: 'RFC 5280 §6.1.3 (b), (c)',
    remedy: 'Use a certificate whose names lie inside what the authorities above may name.',
  },
  policy: {
    clause: 'RFC 5280 §6.1.3 (f), §6.1.5 (g)',
    remedy: 'Use a certificate issued under an accepted policy, or accept its policy in the settings.',
  },
  anchor_expired: { clause: 'RFC 5280 §6.1.1 (d)', remedy: 'Replace the trust anchor by one that is valid.' },
  revoked: { clause: 'RFC 5280 §6.3.3', remedy: 'Get a new certificate; this one was revoked.' },
  on_hold: { clause: 'RFC 5280 §5.3.1', remedy: 'Ask the authority to release the hold, or get a new certificate.' },
  status_unknown: {
    clause: 'RFC 5280 §6.1.3 (a)(3)',
    remedy: 'Make a current CRL or OCSP answer of the issuing authority reachable.',
  },
  no_path: { clause: 'RFC 5280 §6.1', remedy: 'Upload the missing issuing certificate, or trust its root.' },
  work_limit: {
    clause: 'RFC 5280 §8',
    remedy: 'Send fewer certificates; so many candidates are not tried for one path.',
  },
};

/** What a check says when it fails; the validator adds which certificate it was. */
export interface Finding {
  readonly code: RefusalCode;
  readonly message: string;
  readonly clause?: string;
  /** What was learnt, where that is what refuses. */
  readonly status?: CertificateStatus;
}

export function finding(code: RefusalCode, message: string, clause?: string): Finding {
  return clause === undefined ? { code, message } : { code, message, clause };
}
