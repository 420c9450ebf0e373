import {
  buildRequest,
  type Bytes,
  createPkcs12,
  crlExt,
  decryptCms,
  encryptCms,
  ext,
  keyIdentifierOf,
  lintCertificate,
  nameFrom,
  openPkcs12,
  parseCertificate,
  parseCrl,
  parseRequest,
  signatureAlgorithmOf,
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

function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(`in the browser it does not hold that ${what}`);
}
