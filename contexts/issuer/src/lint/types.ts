import type { Bytes, Finding } from '@lanyard/pki';
import type { ProfileName } from '../types.ts';

/** What something can be held against. */
export type LintProfile = ProfileName | 'crl' | 'ocsp';

/** One object of a file and what is to be said against it. */
export interface Linted {
  readonly kind: 'certificate' | 'crl' | 'ocsp' | 'unreadable';
  /** Null: RFC 5280 alone, since nothing tells what it was made for. */
  readonly profile: LintProfile | null;
  /** Subject of a certificate, issuer of a CRL. */
  readonly subject: string | null;
  /** Empty where all is well. */
  readonly findings: readonly Finding[];
}

/** The rules that the issuer holds its own drafts against, for anybody's certificates, CRLs and OCSP responses. */
export interface Linter {
  readonly profiles: readonly LintProfile[];
  /** @param content DER, or PEM with any number of objects */
  lint(content: Bytes, profile?: LintProfile): readonly Linted[];
}
