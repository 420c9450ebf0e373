import { type Bytes, equalBytes } from '../bytes.ts';
import type { Certificate } from '../certificate.ts';
import { extensionValue } from '../certificate-extensions.ts';
import { nameKey } from '../name-compare.ts';
import type { OcspBasicResponse } from '../ocsp-response.ts';
import { OID } from '../oid.ts';
import { type CertificateFacts, factsOf } from '../path/facts.ts';
import { checkCritical, checkValidity } from '../path/process-certificate.ts';
import type { Issuer, Session } from '../path/session.ts';
import { parsePublicKey } from '../public-key.ts';

/** Asked about a responder's certificate that does not say ocsp-nocheck; null when it is good, else why not. */
export type ResponderCheck = (responder: CertificateFacts) => Promise<string | null>;

/**
 * RFC 6960 §4.2.2.2: an answer counts when the certificate's issuer signed it, or a responder to whom that very key gave a certificate for
 * OCSP signing. Any other signer, trusted as it may be otherwise, could speak about certificates that are not its own.
 * @returns null when it counts, else why not
 */
export async function whyNotAuthorized(
  basic: OcspBasicResponse,
  issuer: Issuer,
  session: Session,
  check: ResponderCheck,
): Promise<string | null> {
  const own = { subject: issuer.name, spki: issuer.spki };
  if ((await isResponder(basic, own, session)) && (await signs(basic, issuer.spki, session))) return null;
  for (const certificate of basic.certificates) {
    session.work.spend('statusChecks');
    if (!(await isResponder(basic, certificate, session)) || !(await signs(basic, certificate.spki, session))) continue;
    return whyNotDelegated(certificate, issuer, session, check);
  }
  return 'is not signed by the issuer nor by a responder whose certificate it carries';
}

async function whyNotDelegated(
  certificate: Certificate,
  issuer: Issuer,
  session: Session,
  check: ResponderCheck,
): Promise<string | null> {
  const facts = factsOf(certificate);
  if (facts.issuerKey !== issuer.nameKey || (await session.signatures.check(certificate, issuer.spki)) !== 'right') {
    return "is signed by a responder that is not the issuer's";
  }
  if (!certificate.extendedKeyUsage?.includes(OID.ocspSigning)) {
    return 'is signed by a certificate that is not for OCSP signing';
  }
  if (certificate.keyUsage && !certificate.keyUsage.has('digitalSignature')) {
    return "is signed by a key that may not sign by its certificate's key usage";
  }
  const wrong = checkValidity(certificate, session.at) ?? checkCritical(certificate);
  if (wrong) return `is signed by a responder whose certificate is refused: ${wrong.message}`;
  return extensionValue(certificate.extensions, OID.ocspNoCheck) === undefined ? check(facts) : null;
}

/** Whether the responderID names this key or name (RFC 6960 §4.2.1). */
async function isResponder(
  { responderId }: OcspBasicResponse,
  holder: Pick<Certificate, 'subject' | 'spki'>,
  { ports }: Session,
): Promise<boolean> {
  if ('name' in responderId) return nameKey(responderId.name) === nameKey(holder.subject);
  const { subjectPublicKey } = parsePublicKey(holder.spki);
  return equalBytes(responderId.keyHash, await ports.digest.digest('sha1', subjectPublicKey));
}

async function signs(basic: OcspBasicResponse, spki: Bytes, { signatures }: Session): Promise<boolean> {
  return (await signatures.check(basic, spki)) === 'right';
}
