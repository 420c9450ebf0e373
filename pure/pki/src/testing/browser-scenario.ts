import {
  anchorFrom,
  buildAndValidatePath,
  buildRequest,
  type Bytes,
  type Certificate,
  type Crl,
  createPkcs12,
  crlExt,
  decryptCms,
  encryptCms,
  ext,
  fromHex,
  keyIdentifierOf,
  lintCertificate,
  nameFrom,
  openPkcs12,
  parseCertificate,
  parseCrl,
  parseRequest,
  type PathResult,
  type SignatureAlgorithm,
  signatureAlgorithmOf,
  type Signer,
  signCertificate,
  signCrl,
  toBase64,
  verifyRequest,
  webDigest,
  webRandom,
  webSigner,
  webVerifier,
} from '../index.ts';
import { subtle } from '../web/subtle.ts';
import type { WrittenCase } from './signature-cases.ts';

const day = 86_400_000;
const name = nameFrom([{ type: 'CN', value: 'Made in a browser' }]);

/** What a page does with the package: every step that fails throws. The answer is for judges outside. */
export async function scenario(now: number): Promise<Readonly<Record<string, string>>> {
  const pair = await subtle().generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const pkcs8 = new Uint8Array(await subtle().exportKey('pkcs8', pair.privateKey));
  const signer = await webSigner(pair, 'ecdsa-p256-sha256');
  const request = await buildRequest({ subject: name }, signer);
  must(await verifyRequest(parseRequest(request), webVerifier), 'the request proves possession');

  const identifier = await keyIdentifierOf(signer.spki, webDigest);
  const template = {
    serial: webRandom.bytes(16).fill(0x5a, 0, 1),
    issuer: name,
    subject: name,
    notBefore: new Date(now - day),
    notAfter: new Date(now + day),
    spki: signer.spki,
    extensions: [
      ext.basicConstraints({ ca: true }),
      ext.keyUsage(['keyCertSign', 'cRLSign']),
      ext.subjectKeyIdentifier(identifier),
    ],
  };
  const der = await signCertificate(template, signer);
  const certificate = parseCertificate(der);
  must(lintCertificate(certificate).length === 0, 'lint finds nothing');
  const algorithm = signatureAlgorithmOf(certificate.signatureAlgorithm, certificate.publicKey) ?? 'ed25519';
  must(
    await webVerifier.verify(algorithm, signer.spki, certificate.tbs, certificate.signature),
    'the signature is right',
  );

  const head = {
    issuer: name,
    thisUpdate: new Date(now),
    nextUpdate: new Date(now + day),
    extensions: [crlExt.crlNumber(1)],
  };
  const crl = await signCrl({ ...head, entries: [{ serial: Uint8Array.of(5), revokedAt: new Date(now) }] }, signer);
  must(parseCrl(crl).find(Uint8Array.of(5)).length === 1, 'the revoked one is found');

  const pkcs12 = await createPkcs12({
    identities: [{ key: pkcs8, certificate: der }],
    password: 'abc',
    iterations: 1000,
  });
  must((await openPkcs12(pkcs12, 'abc')).key?.length === pkcs8.length, 'the key file opens');
  must(await roundTrip(pkcs8, der, signer), 'the message decrypts');
  await validatePath(certificate, signer, new Date(now));
  return { certificate: toBase64(der), request: toBase64(request), pkcs12: toBase64(pkcs12) };
}

/** Encryption to a certificate that lets its key agree on keys. */
async function roundTrip(pkcs8: Bytes, issuer: Bytes, signer: Parameters<typeof signCertificate>[1]): Promise<boolean> {
  const { subject, notBefore, notAfter, spki } = parseCertificate(issuer);
  const extensions = [ext.keyUsage(['keyAgreement'])];
  const template = { serial: Uint8Array.of(9), issuer: subject, subject, notBefore, notAfter, spki, extensions };
  const recipient = await signCertificate(template, signer);
  const message = await encryptCms(Uint8Array.of(1, 2, 3), recipient);
  return (await decryptCms(message, pkcs8, recipient)).join() === '1,2,3';
}

/** Issuer, two authorities below and a leaf, found in a bag and held against fresh CRLs. */
async function validatePath(root: Certificate, signer: Signer, at: Date): Promise<void> {
  const outer = await issue('Outer', { certificate: root, signer }, { ca: true });
  const inner = await issue('Inner', outer, { ca: true, pathLength: 0 });
  const leaf = await issue('Leaf', inner);
  const [good, bad] = await Promise.all(
    [[], [leaf.certificate.serialBytes]].map((revoked) => listOf(inner, at, revoked)),
  );
  const above = await Promise.all([{ certificate: root, signer }, outer].map((holder) => listOf(holder, at)));
  const input = { certificate: leaf.certificate, anchors: [anchorFrom(root)], at };
  const bag = [leaf.certificate, inner.certificate, root, outer.certificate];
  const judge = (crl: Crl | undefined, intermediates = bag): Promise<PathResult> => {
    const revocation = { mode: 'require', crls: crl === undefined ? above : [...above, crl] } as const;
    return buildAndValidatePath({ ...input, intermediates, revocation }, { verifier: webVerifier, digest: webDigest });
  };
  const accepted = await judge(good);
  must(accepted.accepted && accepted.path.length === 3, 'the path is found and accepted');
  const outcomes = [await judge(bad), await judge(undefined), await judge(good, [])];
  const codes = outcomes.map((outcome) => (outcome.accepted ? 'accepted' : outcome.refusal.code)).join(' ');
  must(codes === 'revoked status_unknown no_path', `refusals have their reasons, not ${codes}`);
}

interface Holder {
  readonly certificate: Certificate;
  readonly signer: Signer;
}

async function issue(commonName: string, by: Holder, ca?: { ca: true; pathLength?: number }): Promise<Holder> {
  const pair = await subtle().generateKey({ name: 'ECDSA', namedCurve: 'P-384' }, false, ['sign', 'verify']);
  const signer = await webSigner(pair, 'ecdsa-p384-sha384');
  const { subject: issuer, notBefore, notAfter } = by.certificate;
  const template = {
    serial: webRandom.bytes(16).fill(0x5a, 0, 1),
    issuer,
    subject: nameFrom([{ type: 'CN', value: commonName }]),
    notBefore,
    notAfter,
    spki: signer.spki,
    extensions: [
      ...(ca === undefined ? [] : [ext.basicConstraints(ca)]),
      ext.keyUsage(ca === undefined ? ['digitalSignature'] : ['keyCertSign', 'cRLSign']),
    ],
  };
  return { certificate: parseCertificate(await signCertificate(template, by.signer)), signer };
}

async function listOf({ certificate, signer }: Holder, at: Date, revoked: readonly Bytes[] = []): Promise<Crl> {
  const { subject: issuer } = certificate;
  const entries = revoked.map((serial) => ({ serial, revokedAt: at }));
  const until = new Date(at.getTime() + day);
  const head = { issuer, thisUpdate: at, nextUpdate: until, extensions: [crlExt.crlNumber(1)] };
  return parseCrl(await signCrl({ ...head, entries }, signer));
}

/** Names of the cases that the browser's own mathematics judges otherwise. */
export async function misjudged(cases: readonly WrittenCase[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { name: title, algorithm, spki, message, signature, right } of cases) {
    const octets = [spki, message, signature].map(fromHex) as [Bytes, Bytes, Bytes];
    if (String(await webVerifier.verify(algorithm as SignatureAlgorithm, ...octets)) !== right) wrong.push(title);
  }
  return wrong;
}

function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(`in the browser it does not hold that ${what}`);
}
