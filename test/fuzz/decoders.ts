import { generateKeyPair, nodeDigest, softwareSigner } from '@lanyard/crypto';
import * as pki from '@lanyard/pki';
import { Effort } from '../../pure/pki/src/pkcs12/effort.ts';
import { readSafeContents } from '../../pure/pki/src/pkcs12/safe-contents.ts';
import { pivDecoders } from './piv-decoders.ts';
import { authorityName, samples } from './samples.ts';

/** Something that reads octets of strangers. It may throw PkiError and nothing else. */
export interface Decoder {
  readonly name: string;
  readonly seeds: readonly Uint8Array[];
  read(octets: Uint8Array): unknown;
}

const password = 'correct horse';
const stranger = generateKeyPair('ec-p256');
const signer = softwareSigner(stranger.pkcs8);
const at = new Date('2026-06-01T12:00:00Z');

/** All decoders of the pure packages, each with what is done next to what it read. */
export async function decoders(): Promise<readonly Decoder[]> {
  const s = await samples(signer, stranger.pkcs8, password, at);
  const remembering = pki.tbsLinter(signer.algorithm);
  return [
    { name: 'certificate', seeds: s.certificates, read: readCertificate },
    { name: 'tbs-certificate', seeds: s.tbs, read: (octets) => lintTwice(octets, remembering) },
    { name: 'request', seeds: s.requests, read: readRequest },
    { name: 'crl', seeds: s.crls, read: readCrl },
    { name: 'ocsp-request', seeds: s.ocspRequests, read: pki.parseOcspRequest },
    {
      name: 'ocsp-response',
      seeds: s.ocspResponses,
      read: (octets) => [pki.parseOcspResponse(octets), lintOcsp(octets)],
    },
    { name: 'p7c', seeds: s.bundles, read: pki.parseCertsOnly },
    { name: 'cms', seeds: s.messages, read: pki.parseEnvelopedData },
    { name: 'cms-decrypt', seeds: s.messages, read: (octets) => pki.decryptCms(octets, stranger.pkcs8, s.recipient) },
    { name: 'cms-signed', seeds: s.signed, read: (octets) => readSigned(octets) },
    { name: 'pkcs12', seeds: s.files, read: (octets) => pki.openPkcs12(octets, password) },
    {
      name: 'pkcs12-safe',
      seeds: s.safes,
      read: (octets) => readSafeContents(new Uint8Array(octets), password, new Effort()),
    },
    { name: 'name', seeds: s.names, read: readName },
    { name: 'public-key', seeds: s.keys, read: (octets) => pki.keyStrength(pki.parsePublicKey(octets)) },
    { name: 'pem', seeds: s.pem, read: (octets) => pki.fromPem(Buffer.from(octets).toString('latin1')) },
    { name: 'base64', seeds: s.pem, read: (octets) => pki.fromBase64(Buffer.from(octets).toString('latin1')) },
    ...pivDecoders,
    { name: 'path', seeds: s.chain, read: (octets) => validate(octets, s) },
  ];
}

function readCertificate(octets: Uint8Array): unknown {
  const certificate = pki.parseCertificate(octets);
  const names = [certificate.issuer, certificate.subject].map((name) => [pki.nameToString(name), pki.nameKey(name)]);
  return [
    names,
    pki.upnsOf(certificate),
    pki.emailsOf(certificate),
    pki.uuidOf(certificate),
    pki.lintCertificate(certificate),
  ];
}

/** What is linted with a memory of the certificate before must come out as it does without. */
function lintTwice(octets: Uint8Array, remembering: pki.TbsLinter): void {
  const tbs = new Uint8Array(octets);
  const [one, other] = [remembering(tbs), pki.lintTbsCertificate(tbs, signer.algorithm)];
  if (JSON.stringify(one) !== JSON.stringify(other)) throw new Error('the memory of the linter changes what it finds');
}

const readName = (octets: Uint8Array): unknown => {
  const name = pki.parseName(octets);
  return [pki.nameToString(name), pki.nameKey(name), pki.namesEqual(name, authorityName)];
};

function readRequest(octets: Uint8Array): unknown {
  const request = pki.parseRequest(octets);
  return [pki.nameToString(request.subject), pki.keyStrength(request.publicKey)];
}

function readCrl(octets: Uint8Array): unknown {
  const crl = pki.parseCrl(octets);
  const entries = [...crl.entries()];
  return [entries, entries.map(({ serialBytes }) => crl.find(serialBytes)), pki.lintCrl(octets)];
}

const lintOcsp = (octets: Uint8Array): unknown => pki.lintOcspResponse(octets);

const readSigned = (octets: Uint8Array): unknown => {
  const data = pki.parseSignedData(octets);
  return Promise.all(
    data.signers.flatMap((one) =>
      data.certificates.map((certificate) =>
        pki.verifySigner(data, one, certificate, { verifier, digest: nodeDigest }),
      ),
    ),
  );
};

/** Every signature is taken for good: what is looked at lies behind it. */
const verifier: pki.Verifier = { verify: () => true };

function validate(octets: Uint8Array, { chain, crls, ocspResponses }: Awaited<ReturnType<typeof samples>>): unknown {
  const certificates = pki.parseCertsOnly(octets);
  const [leaf] = certificates;
  const root = pki.parseCertsOnly(chain[0] ?? octets).find((c) => c.basicConstraints?.ca === true);
  if (leaf === undefined || root === undefined) return undefined;
  return pki.buildAndValidatePath(
    {
      certificate: leaf,
      intermediates: certificates,
      anchors: [pki.anchorFrom(root), ...certificates.slice(1).map((certificate) => pki.anchorFrom(certificate))],
      at,
      revocation: {
        mode: 'require',
        crls: crls.map((der) => pki.parseCrl(der)),
        ocspResponses: ocspResponses.map((der) => pki.parseOcspResponse(der)),
      },
    },
    { verifier, digest: nodeDigest },
  );
}
