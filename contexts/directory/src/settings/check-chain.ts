import type { ChainTest } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import {
  anchorFrom,
  buildAndValidatePath,
  fromPem,
  namesEqual,
  nameToString,
  OID,
  parseCertificate,
  toHex,
  toPem,
  webDigest,
  webVerifier,
  type Certificate,
  type TrustAnchor,
} from '@lanyard/pki';
import { factsOf } from './certificate-facts.ts';
import { certificateFault, type CertificateFault } from './certificate-fault.ts';

/** As many as a setting takes: 50 trusted issuers and 200 below them. */
const MOST = 250;

/** A certificate and its place in the file, counted from 1. */
interface Placed {
  readonly certificate: Certificate;
  readonly position: number;
}

/**
 * Tests the file of a CA: the issuing CA alone, or with the chain above it. Nobody is asked over the network.
 * @param file as it was chosen, any octets
 * @returns what to trust (the top of each chain), and what stands below it
 * @throws LanyardError `pem_required`, `pem_with_private_key`, `ca_certificate_refused` naming the certificate that fails
 */
export async function checkChain(file: Uint8Array, now: Date): Promise<Omit<ChainTest, 'suffixesNeeded'>> {
  // 1. PEM, and certificates alone.
  const placed = readPlaced(file);
  // 2. Each a CA certificate, valid today.
  for (const each of placed) {
    const fault = certificateFault(each.certificate, now);
    if (fault !== null) refuse(each, fault);
  }
  // 3. Every chain has a top, and whoever stands below leads to it.
  const tops = placed.filter((each) => !placed.some((other) => other !== each && isIssuerOf(other, each)));
  const strays = tops.filter(({ certificate }) => !isSelfIssued(certificate));
  const [stray] = strays;
  if (stray && tops.length > 1)
    refuse(stray, {
      reason: 'issuer_missing',
      message: `was issued by ${nameToString(stray.certificate.issuer)}, which is not in the file`,
    });
  for (const top of tops) await checkTop(top, now);
  const below = placed.filter((each) => !tops.includes(each));
  for (const each of below) await checkBelow(each, placed, tops, now);
  return {
    anchors: tops.map(({ certificate }) => ({ ...withPem(certificate, now), name: nameOf(certificate) })),
    intermediates: below.map(({ certificate }) => withPem(certificate, now)),
  };
}

function readPlaced(file: Uint8Array): Placed[] {
  const text = Buffer.from(file).toString('latin1');
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text)) throw new LanyardError('pem_with_private_key');
  let blocks: Uint8Array[];
  try {
    blocks = fromPem(text, 'CERTIFICATE');
  } catch (error) {
    throw new LanyardError('pem_required', { looksLike: 'a PEM file that was damaged' }, { cause: error });
  }
  if (blocks.length === 0) throw new LanyardError('pem_required', { looksLike: looksLike(file, text) });
  if (blocks.length > MOST) throw new LanyardError('input_too_large', { most: MOST });
  const seen = new Set<string>();
  return blocks.flatMap((der, at) => {
    const certificate = readOne(der, at + 1);
    const key = toHex(certificate.der);
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ certificate, position: at + 1 }];
  });
}

function readOne(der: Uint8Array, position: number): Certificate {
  try {
    return parseCertificate(der);
  } catch (cause) {
    const fault = { reason: 'unreadable', message: 'is not a certificate of RFC 5280', position };
    throw new LanyardError('ca_certificate_refused', fault, { cause });
  }
}

/** What it is instead, so that the remedy can be found. */
function looksLike(file: Uint8Array, text: string): string {
  if (text.includes('-----BEGIN ')) return 'PEM of another kind';
  if (file[0] !== 0x30) return 'no certificate at all';
  try {
    parseCertificate(new Uint8Array(file));
    return 'a certificate in DER form';
  } catch {
    // PFX (RFC 7292 §4) begins with its version 3; ContentInfo of PKCS#7 with an object identifier.
    const content = file.subarray((file[1] ?? 0) < 0x80 ? 2 : 2 + ((file[1] ?? 0) & 0x7f));
    if (content[0] === 0x02 && content[2] === 0x03) return 'a PKCS#12 (PFX) file';
    return content[0] === 0x06 ? 'a PKCS#7 (P7B) file' : 'octets in DER form';
  }
}

/** A self-issued top must have signed itself; another stands for its authority, whose certificate is elsewhere. */
async function checkTop(top: Placed, now: Date): Promise<void> {
  const { certificate } = top;
  if (!isSelfIssued(certificate)) return;
  const own: TrustAnchor = { name: certificate.subject, spki: certificate.spki };
  const result = await validate(certificate, [], [own], now);
  if (!result.accepted)
    refuse(top, { reason: 'signature', message: 'did not sign itself, as the top of a chain must' });
}

async function checkBelow(each: Placed, placed: readonly Placed[], tops: readonly Placed[], now: Date): Promise<void> {
  const others = placed
    .filter((other) => other !== each && !tops.includes(other))
    .map(({ certificate }) => certificate);
  const anchors = tops.map(({ certificate }) => anchorFrom(certificate));
  const result = await validate(each.certificate, others, anchors, now);
  if (result.accepted) return;
  const { code, message, subject } = result.refusal;
  const failing = placed.find(({ certificate }) => nameToString(certificate.subject) === subject) ?? each;
  refuse(failing, { reason: code === 'signature' ? 'signature' : 'chain', message });
}

const validate = (certificate: Certificate, intermediates: Certificate[], anchors: TrustAnchor[], at: Date) =>
  buildAndValidatePath(
    { certificate, intermediates, anchors, at, revocation: { mode: 'off' } },
    { verifier: webVerifier, digest: webDigest },
  );

function refuse({ certificate, position }: Placed, fault: CertificateFault): never {
  const { subject, serial } = certificate;
  throw new LanyardError('ca_certificate_refused', { certificate: nameToString(subject), serial, position, ...fault });
}

const isIssuerOf = (issuer: Placed, subject: Placed): boolean =>
  namesEqual(issuer.certificate.subject, subject.certificate.issuer) && !isSelfIssued(subject.certificate);

const isSelfIssued = ({ subject, issuer }: Certificate): boolean => namesEqual(subject, issuer);

const nameOf = ({ subject }: Certificate): string =>
  (subject.rdns.flat().findLast(({ type }) => type === OID.commonName)?.value ?? nameToString(subject)).slice(0, 200);

const withPem = (certificate: Certificate, now: Date): ChainTest['intermediates'][number] => ({
  ...factsOf(certificate, now),
  pem: toPem('CERTIFICATE', certificate.der),
});
