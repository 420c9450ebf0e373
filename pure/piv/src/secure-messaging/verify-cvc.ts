import {
  type Bytes,
  type Certificate,
  der,
  equalBytes,
  OID,
  parsePublicKey,
  signatureAlgorithmOf,
  type Verifier,
} from '@lanyard/pki';
import type { CvcSigners } from '../objects/secure-messaging-signer.ts';
import { type CipherSuite, CS2 } from './cipher-suite.ts';
import { type Cvc, readCvc } from './cvc.ts';

const ISSUER_OCTETS = 8;

/** How a certificate names whoever signed it: by the beginning of the signer's key identifier. */
export const issuerIdOf = ({ subjectKeyIdentifier }: Pick<Certificate, 'subjectKeyIdentifier'>): Bytes | undefined =>
  subjectKeyIdentifier?.slice(0, ISSUER_OCTETS);

interface SignerKey {
  readonly id: Bytes | undefined;
  readonly spki: Bytes;
}

/**
 * A card's certificate, if it is signed as its suite wants it: 1. the signer may sign what is on cards 2. the intermediate,
 * where there is one, is of the signer 3. the card's is of the last of them. The signer's own path is the caller's to judge.
 * @returns undefined where any of it does not hold
 */
export async function verifyCvc(
  encoded: Bytes,
  suite: CipherSuite,
  { certificate, intermediate }: CvcSigners,
  verifier: Verifier,
): Promise<Cvc | undefined> {
  if (!signsContent(certificate)) return undefined;
  const root: SignerKey = { id: issuerIdOf(certificate), spki: certificate.publicKey.spki };
  const between = intermediate === undefined ? undefined : readCvc(intermediate);
  if (intermediate !== undefined) {
    if (between?.role !== 'intermediate' || between.suite !== suite) return undefined;
    if (!(await isSignedBy(between, root, suite, verifier))) return undefined;
  }
  const last = between === undefined ? root : { id: between.subject, spki: spkiOf(between) };
  const card = readCvc(encoded);
  if (card?.role !== 'card' || card.suite !== suite) return undefined;
  return (await isSignedBy(card, last, suite, verifier)) ? card : undefined;
}

/** FIPS 201-3 §4.2: a content signer's key is for nothing else. */
const signsContent = ({ keyUsage, extendedKeyUsage }: Certificate): boolean =>
  keyUsage?.has('digitalSignature') === true && extendedKeyUsage?.includes(OID.pivContentSigning) === true;

async function isSignedBy(cvc: Cvc, { id, spki }: SignerKey, suite: CipherSuite, verifier: Verifier): Promise<boolean> {
  const algorithm = signatureAlgorithmOf(cvc.algorithm, parsePublicKey(spki));
  if (id === undefined || !equalBytes(cvc.issuer, id) || algorithm === undefined) return false;
  // An authority on RSA vouches for an intermediate on the suite's curve (SP 800-78-5).
  const byRsa = cvc.role === 'intermediate' && suite === CS2 && algorithm === 'rsa-pkcs1-sha256';
  if (algorithm !== suite.signature && !byRsa) return false;
  return verifier.verify(algorithm, spki, cvc.signed, cvc.signature);
}

const spkiOf = ({ suite, point }: Cvc): Bytes =>
  der.sequence(der.sequence(der.oid(OID.ecPublicKey), der.oid(suite.curveOid)), der.bitString(point));
