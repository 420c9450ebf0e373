import type { Bytes } from '../bytes.ts';
import type { Crl } from '../crl.ts';
import type { CertificateFacts } from '../path/facts.ts';
import type { Issuer, Session } from '../path/session.ts';
import { nameKey } from '../name-compare.ts';
import { crlIssuerKey } from './crl-store.ts';
import type { StatusQuestion } from './status-tools.ts';

/** Whether a certificate has a valid path of its own to the anchor of the question. */
export type SignerCheck = (signer: CertificateFacts, question: StatusQuestion) => Promise<boolean>;

/**
 * RFC 5280 §6.3.3 (f), (g). The key that issued the certificate comes first; a CRL under the same name but another key (a separate CRL
 * key, a key rollover), or of another authority (an indirect CRL), needs a certificate whose own path ends at the same anchor.
 */
export async function findCrlSigner(
  crl: Crl,
  question: StatusQuestion,
  session: Session,
  holds: SignerCheck,
): Promise<Bytes | null> {
  const { issuer, anchor, subject, within } = question;
  const signerKey = crlIssuerKey(crl);
  const signed = async (spki: Bytes): Promise<boolean> => (await session.signatures.check(crl, spki)) === 'right';
  if (signerKey === issuer.nameKey && maySignCrls(issuer.certificate ?? null) && (await signed(issuer.spki))) {
    return issuer.spki;
  }
  if (signerKey === nameKey(anchor.name) && (await signed(anchor.spki))) return anchor.spki;
  for (const candidate of session.bag.named(signerKey)) {
    session.work.spend('statusChecks');
    if (
      !maySignCrls(candidate) ||
      !isKin(candidate, signerKey, issuer) ||
      !(await signed(candidate.certificate.spki))
    ) {
      continue;
    }
    // A CRL issuer may cover its own certificate (PKITS 4.14.30); two that only vouch for each other prove nothing.
    if (candidate === subject) return candidate.certificate.spki;
    if (!within.includes(candidate) && (await holds(candidate, question))) return candidate.certificate.spki;
  }
  return null;
}

/**
 * Stricter than RFC 5280: who signs under the issuer's own name must hold a certificate of that issuer or of the one above it, so that
 * no other authority below the anchor can take the name and speak about certificates that are not its own.
 */
function isKin(candidate: CertificateFacts, signerKey: string, issuer: Issuer): boolean {
  if (signerKey !== issuer.nameKey) return true;
  return candidate.issuerKey === issuer.nameKey || candidate.issuerKey === issuer.aboveKey;
}

/** An anchor without a certificate is bound by no key usage. */
function maySignCrls(facts: CertificateFacts | null): boolean {
  return facts?.certificate.keyUsage?.has('cRLSign') ?? true;
}
