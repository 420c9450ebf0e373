import type { Bytes } from '../bytes.ts';
import type { Crl } from '../crl.ts';
import type { CertificateFacts } from '../path/facts.ts';
import type { Issuer, Session } from '../path/session.ts';
import type { TrustAnchor } from '../path/types.ts';
import type { CrlStore } from './crl-store.ts';

/** One certificate whose status is asked, who issued it, and where its path ends. */
export interface StatusQuestion {
  readonly subject: CertificateFacts;
  readonly issuer: Issuer;
  readonly anchor: TrustAnchor;
  /** Certificates whose status is being looked up further out, outermost first. */
  readonly within: readonly CertificateFacts[];
}

export interface StatusTools {
  readonly session: Session;
  readonly crls: CrlStore;
  /** The key that signed the CRL, when its holder may sign CRLs for this question (RFC 5280 §6.3.3 (f), (g)); else null. */
  crlSigner(crl: Crl, question: StatusQuestion): Promise<Bytes | null>;
}
