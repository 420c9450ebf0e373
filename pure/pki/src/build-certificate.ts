import type { Bytes, MaybePromise } from './bytes.ts';
import { der } from './der-write.ts';
import { PkiError } from './errors.ts';
import { encodeExtension, type Extension } from './extension.ts';
import type { Name } from './name.ts';
import type { Digest, SignatureAlgorithm, Signer } from './ports.ts';
import { parsePublicKey } from './public-key.ts';
import { encodeSignatureAlgorithm } from './signature-algorithm.ts';

/** What a version 3 certificate says, before it is signed. */
export interface CertificateTemplate {
  /** Unsigned magnitude, big-endian; with its sign octet it may take 20 octets (RFC 5280 §4.1.2.2). */
  readonly serial: Bytes;
  readonly issuer: Name;
  readonly subject: Name;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** DER of SubjectPublicKeyInfo. */
  readonly spki: Bytes;
  readonly extensions: readonly Extension[];
}

const VERSION_3 = der.constructed(0, der.integer(2));

/**
 * The octets to be signed (TBSCertificate, RFC 5280 §4.1.2).
 * @throws PkiError `serial_invalid`, `validity_invalid`, `extension_duplicate`
 */
export function buildTbsCertificate(template: CertificateTemplate, algorithm: SignatureAlgorithm): Bytes {
  const { extensions } = template;
  checkTemplate(template);
  return der.sequence(
    VERSION_3,
    der.unsigned(template.serial),
    encodeSignatureAlgorithm(algorithm),
    template.issuer.der,
    der.sequence(der.time(template.notBefore), der.time(template.notAfter)),
    template.subject.der,
    template.spki,
    // SIZE (1..MAX): no extensions, no field.
    ...(extensions.length === 0 ? [] : [der.constructed(3, der.sequence(...extensions.map(encodeExtension)))]),
  );
}

function checkTemplate({ serial, notBefore, notAfter, extensions }: CertificateTemplate): void {
  if (
    serial.length > 20 ||
    (serial.length === 20 && (serial[0] ?? 0) >= 0x80) ||
    serial.every((octet) => octet === 0)
  ) {
    throw new PkiError('serial_invalid', 'a serial number is positive and takes at most 20 octets');
  }
  if (!(notBefore <= notAfter)) throw new PkiError('validity_invalid', 'a certificate ends after it begins');
  if (new Set(extensions.map((e) => e.oid)).size !== extensions.length) {
    throw new PkiError('extension_duplicate', 'an extension occurs twice');
  }
}

/** Puts the signed octets, the algorithm and the signature together. */
export function assembleCertificate(tbs: Bytes, algorithm: SignatureAlgorithm, signature: Bytes): Bytes {
  return der.sequence(tbs, encodeSignatureAlgorithm(algorithm), der.bitString(signature));
}

/** Builds, signs and assembles. An issuer that lints first calls the three steps on its own. */
export async function signCertificate(template: CertificateTemplate, signer: Signer): Promise<Bytes> {
  const tbs = buildTbsCertificate(template, signer.algorithm);
  return assembleCertificate(tbs, signer.algorithm, await signer.sign(tbs));
}

/**
 * The key identifier of a public key: the leftmost 160 bits of SHA-256 over subjectPublicKey (RFC 7093 §2 method 1),
 * of the length that SHA-1 gave and every consumer expects.
 */
export function keyIdentifierOf(spki: Bytes, digest: Digest): MaybePromise<Bytes> {
  const hashed = digest.digest('sha256', parsePublicKey(spki).subjectPublicKey);
  return hashed instanceof Promise ? hashed.then(shorten) : shorten(hashed);
}

const shorten = (hash: Bytes): Bytes => hash.slice(0, 20);
