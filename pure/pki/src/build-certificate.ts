import type { Bytes, MaybePromise } from './bytes.ts';
import { DerBuilder } from './der-builder.ts';
import { constructedTag, TAG } from './der-tags.ts';
import { der } from './der-write.ts';
import { PkiError } from './errors.ts';
import type { Extension } from './extension.ts';
import type { Name } from './name.ts';
import type { Digest, SignatureAlgorithm, Signer } from './ports.ts';
import { parsePublicKey, type PublicKey } from './public-key.ts';
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
const TRUE = der.boolean(true);
const NO_UNUSED_BITS = Uint8Array.of(0);

const builder = new DerBuilder();

/**
 * The octets to be signed (TBSCertificate, RFC 5280 §4.1.2).
 * @throws PkiError `serial_invalid`, `validity_invalid`, `extension_duplicate`
 */
export function buildTbsCertificate(template: CertificateTemplate, algorithm: SignatureAlgorithm): Bytes {
  checkTemplate(template);
  // Back to front.
  builder.clear();
  putExtensions(template.extensions);
  builder.put(template.spki);
  builder.put(template.subject.der);
  putValidity(template);
  builder.put(template.issuer.der);
  builder.put(encodeSignatureAlgorithm(algorithm));
  builder.put(der.unsigned(template.serial));
  builder.put(VERSION_3);
  builder.wrap(TAG.sequence, 0);
  return builder.copy();
}

function putExtensions(extensions: readonly Extension[]): void {
  // SIZE (1..MAX): no extensions, no field.
  if (extensions.length === 0) return;
  const { mark } = builder;
  for (let i = extensions.length - 1; i >= 0; i--) putExtension(extensions[i]);
  builder.wrap(TAG.sequence, mark);
  builder.wrap(constructedTag(3), mark);
}

function putExtension(extension: Extension | undefined): void {
  if (extension === undefined) return;
  const { mark } = builder;
  builder.element(TAG.octetString, extension.value);
  if (extension.critical) builder.put(TRUE);
  builder.put(der.oid(extension.oid));
  builder.wrap(TAG.sequence, mark);
}

function putValidity({ notBefore, notAfter }: CertificateTemplate): void {
  const { mark } = builder;
  builder.put(der.time(notAfter));
  builder.put(der.time(notBefore));
  builder.wrap(TAG.sequence, mark);
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
  if (extensions.some((e, i) => extensions.findIndex((other) => other.oid === e.oid) < i)) {
    throw new PkiError('extension_duplicate', 'an extension occurs twice');
  }
}

/** Puts the signed octets, the algorithm and the signature together. */
export function assembleCertificate(tbs: Bytes, algorithm: SignatureAlgorithm, signature: Bytes): Bytes {
  builder.clear();
  builder.put(signature);
  builder.put(NO_UNUSED_BITS);
  builder.wrap(TAG.bitString, 0);
  builder.put(encodeSignatureAlgorithm(algorithm));
  builder.put(tbs);
  builder.wrap(TAG.sequence, 0);
  return builder.copy();
}

/** Builds, signs and assembles. An issuer that lints first calls the three steps on its own. */
export async function signCertificate(template: CertificateTemplate, signer: Signer): Promise<Bytes> {
  const tbs = buildTbsCertificate(template, signer.algorithm);
  return assembleCertificate(tbs, signer.algorithm, await signer.sign(tbs));
}

/**
 * The key identifier of a public key: the leftmost 160 bits of SHA-256 over subjectPublicKey (RFC 7093 §2 method 1),
 * of the length that SHA-1 gave and every consumer expects.
 * @param key SubjectPublicKeyInfo, or what was read from it
 */
export function keyIdentifierOf(key: Uint8Array | PublicKey, digest: Digest): MaybePromise<Bytes> {
  const { subjectPublicKey } = 'kind' in key ? key : parsePublicKey(key);
  const hashed = digest.digest('sha256', subjectPublicKey);
  return hashed instanceof Promise ? hashed.then(shorten) : shorten(hashed);
}

const shorten = (hash: Bytes): Bytes => hash.slice(0, 20);
