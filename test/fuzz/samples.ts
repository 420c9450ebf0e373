import { generateKeyPair, nodeDigest } from '@lanyard/crypto';
import * as pki from '@lanyard/pki';
import { derivedAuthentication, entangled, policyLaden } from './sample-extensions.ts';

const { ext, nameFrom } = pki;
const later = (at: Date, days: number): Date => new Date(at.getTime() + days * 86_400_000);

export const authorityName = nameFrom([
  { type: 'C', value: 'US' },
  { type: 'DC', value: 'agency' },
  { type: 'CN', value: 'Fuzz Authority' },
]);
const person = nameFrom([
  { type: 'O', value: 'Agency' },
  [
    { type: 'CN', value: 'Zoë Smith' },
    { type: 'UID', value: 'zoe' },
  ],
]);

/** What the runs start from: at least one good sample for every decoder. */
export async function samples(signer: pki.Signer, pkcs8: pki.Bytes, password: string, at: Date) {
  const certify = (subject: pki.Name, spki: pki.Bytes, extensions: pki.Extension[]): pki.CertificateTemplate => ({
    serial: Uint8Array.of(0x5a, 1, 2, 3, 4, 5, 6, 7),
    issuer: authorityName,
    subject,
    notBefore: later(at, -30),
    notAfter: later(at, 30),
    spki,
    extensions,
  });
  const rsa = generateKeyPair('rsa-2048').spki;
  const authority = certify(authorityName, signer.spki, [
    ext.basicConstraints({ ca: true }),
    ext.keyUsage(['keyCertSign', 'cRLSign', 'digitalSignature']),
    ext.subjectKeyIdentifier(await pki.keyIdentifierOf(signer.spki, nodeDigest)),
  ]);
  const templates = [
    authority,
    certify(person, signer.spki, derivedAuthentication()),
    certify(person, rsa, entangled(person)),
    certify(authorityName, signer.spki, policyLaden(person)),
    certify(person, signer.spki, [ext.keyUsage(['keyAgreement'])]),
  ];
  const certificates = await Promise.all(templates.map((template) => pki.signCertificate(template, signer)));
  const [root = new Uint8Array(0), leaf = root, , , recipient = root] = certificates;
  return {
    certificates,
    recipient,
    tbs: templates.map((template) => pki.buildTbsCertificate(template, signer.algorithm)),
    requests: await requests(signer),
    crls: await crls(signer, at),
    ...(await ocsp(signer, leaf, at)),
    bundles: [pki.certsOnly(certificates)],
    chain: [pki.certsOnly([leaf, root]), pki.certsOnly(certificates)],
    signed: [await sign(root, signer)],
    messages: [await pki.encryptCms(new Uint8Array(40), recipient)],
    files: [await pki.createPkcs12({ identities: [{ key: pkcs8, certificate: leaf }], password, iterations: 1 })],
    safes: [await safe(pkcs8, leaf)],
    names: [person.der, authorityName.der],
    keys: [signer.spki, rsa, generateKeyPair('ec-p384').spki],
    pem: [Buffer.from(`text\n${pki.toPem('CERTIFICATE', leaf)}${pki.toPem('X509 CRL', root)}`)],
  };
}

async function sign(root: pki.Bytes, signer: pki.Signer): Promise<pki.Bytes> {
  const input = { contentType: pki.OID.data, content: new Uint8Array(20), certificate: pki.parseCertificate(root) };
  return pki.signData({ ...input, certificates: [root] }, signer, nodeDigest);
}

async function requests(signer: pki.Signer): Promise<pki.Bytes[]> {
  const { challengePassword, extensions } = pki.requestAttribute;
  const attributes = [challengePassword('secret'), extensions(derivedAuthentication())];
  return Promise.all([
    pki.buildRequest({ subject: person, attributes }, signer),
    pki.buildRequest({ subject: person }, signer),
  ]);
}

async function crls(signer: pki.Signer, at: Date): Promise<pki.Bytes[]> {
  const { crlExt } = pki;
  const head = { issuer: authorityName, thisUpdate: later(at, -1), nextUpdate: later(at, 1) };
  const revokedAt = later(at, -2);
  return Promise.all([
    pki.signCrl(
      {
        ...head,
        extensions: [crlExt.crlNumber(1)],
        entries: [
          { serial: Uint8Array.of(5), revokedAt, reason: 'superseded' },
          { serial: Uint8Array.of(6), revokedAt, invalidityDate: revokedAt },
        ],
      },
      signer,
    ),
    pki.signCrl(
      {
        ...head,
        extensions: [crlExt.crlNumber(2), crlExt.issuingDistributionPoint({ indirectCrl: true })],
        entries: [
          { serial: Uint8Array.of(7), revokedAt, certificateIssuer: [{ kind: 'directory', value: person }] },
          { serial: Uint8Array.of(8), revokedAt },
        ],
      },
      signer,
    ),
  ]);
}

async function ocsp(signer: pki.Signer, responder: pki.Bytes, at: Date) {
  const issuer = { subject: authorityName, spki: signer.spki };
  const certId = await pki.ocspCertId(Uint8Array.of(0x5a, 1, 2, 3, 4, 5, 6, 7), issuer, nodeDigest);
  const window = { thisUpdate: later(at, -1), nextUpdate: later(at, 1) };
  const template = {
    answers: [
      { certId, status: { state: 'good' }, ...window },
      { certId, status: { state: 'revoked', revokedAt: at, reason: 'keyCompromise' }, ...window },
      { certId, status: { state: 'unknown' }, ...window },
    ] as const,
    producedAt: at,
    responderKeyHash: await pki.ocspResponderKeyHash(signer.spki, nodeDigest),
    nonce: new Uint8Array(16),
  };
  return {
    ocspRequests: [pki.buildOcspRequest({ certIds: [certId, certId], nonce: new Uint8Array(32) })],
    ocspResponses: [await pki.buildOcspResponse(template, signer, responder), pki.buildOcspError('tryLater')],
  };
}

/** SafeContents (RFC 7292 §4.2) in the open: behind the password no change would get past the MAC. */
async function safe(pkcs8: pki.Bytes, certificate: pki.Bytes): Promise<pki.Bytes> {
  const { der, OID } = pki;
  const attributes = der.set(der.sequence(der.oid(OID.localKeyId), der.set(der.octetString(Uint8Array.of(1)))));
  const wrapped = der.sequence(der.oid(OID.x509Certificate), der.constructed(0, der.octetString(certificate)));
  return der.sequence(
    der.sequence(der.oid(OID.keyBag), der.constructed(0, pkcs8), attributes),
    der.sequence(der.oid(OID.certBag), der.constructed(0, wrapped)),
  );
}
