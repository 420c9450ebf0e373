import { type AlgorithmIdentifier, readAlgorithm } from './algorithm.ts';
import { type Bytes, equalBytes } from './bytes.ts';
import { decodeKnownExtensions, type KnownExtensions } from './certificate-extensions.ts';
import { type DerReader, readDer } from './der-read.ts';
import { constructedTag, primitiveTag } from './der-tags.ts';
import { PkiError } from './errors.ts';
import { type FoundExtension, readExtensions } from './extension.ts';
import { type Name, readName } from './name.ts';
import { parsePublicKey, type PublicKey } from './public-key.ts';
import { toHex } from './text-encodings.ts';
import { readTime } from './time.ts';

/** Far above any certificate in use; keys of the post-quantum kind need a few thousand octets. */
export const MAX_CERTIFICATE_OCTETS = 1 << 16;

/** What is signed of a certificate (TBSCertificate, RFC 5280 §4.1.2), taken apart. */
export interface TbsCertificate extends KnownExtensions {
  /** The octets that are signed. */
  readonly tbs: Bytes;
  readonly version: 1 | 2 | 3;
  /** Lower-case hexadecimal of the INTEGER's content octets as they stand: a leading 00 or FF stays. */
  readonly serial: string;
  readonly serialBytes: Bytes;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly issuer: Name;
  readonly subject: Name;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** How the two times are written (RFC 5280 §4.1.2.5). */
  readonly validityForms: readonly ['utc' | 'generalized', 'utc' | 'generalized'];
  readonly spki: Bytes;
  readonly publicKey: PublicKey;
  readonly issuerUniqueId: Bytes | undefined;
  readonly subjectUniqueId: Bytes | undefined;
  readonly extensions: readonly FoundExtension[];
}

/** A certificate (RFC 5280 §4.1) taken apart. Nothing in it is trusted yet. */
export interface Certificate extends TbsCertificate {
  readonly der: Bytes;
  /** Empty where it is not a whole number of octets: such a signature verifies under no algorithm. */
  readonly signature: Bytes;
}

/** What was read before. A part with the same octets is taken from here: the answer is the same, only sooner. */
export interface ReadBefore {
  readonly certificate?: TbsCertificate | undefined;
  readonly publicKey?: PublicKey | undefined;
}

/**
 * Reads a certificate strictly. The answer keeps its own copy of the octets.
 * @param der at most 64 KiB
 * @throws PkiError for anything that is not a certificate of RFC 5280
 */
export function parseCertificate(der: Uint8Array): Certificate {
  const reader = readDer(der.length > MAX_CERTIFICATE_OCTETS ? der : new Uint8Array(der), MAX_CERTIFICATE_OCTETS);
  const whole = reader.raw();
  reader.finish();
  const outer = readDer(whole, whole.length).sequence();
  const tbs = outer.raw();
  const at = outer.offset;
  const outerAlgorithm = readAlgorithm(outer);
  const { unused, octets } = outer.bitString();
  outer.finish();
  const parts = readTbs(tbs, {});
  // RFC 5280 §4.1.1.2: else an algorithm could be swapped outside the signed part.
  if (!equalBytes(parts.signatureAlgorithm.der, outerAlgorithm.der)) {
    reader.fail('certificate_algorithm', 'the two algorithm identifiers differ', at);
  }
  return { der: whole, signature: unused === 0 ? octets : new Uint8Array(0), ...parts };
}

/**
 * Reads what is about to be signed. The answer keeps its own copy of the octets.
 * @param tbs at most 64 KiB
 * @throws PkiError
 */
export function parseTbsCertificate(tbs: Uint8Array, before: ReadBefore = {}): TbsCertificate {
  if (tbs.length > MAX_CERTIFICATE_OCTETS)
    throw new PkiError('der_too_long', 'more than 64 KiB', MAX_CERTIFICATE_OCTETS);
  return readTbs(new Uint8Array(tbs), before);
}

function readTbs(octets: Bytes, { certificate: alike, publicKey }: ReadBefore): TbsCertificate {
  const outer = readDer(octets, octets.length);
  const tbs = outer.sequence();
  outer.finish();
  const version = readVersion(tbs);
  const serialBytes = tbs.integer();
  const signatureAlgorithm = readAlgorithm(tbs);
  const issuer = readName(tbs, alike?.issuer);
  const validity = tbs.sequence();
  const from = readTime(validity);
  const to = readTime(validity);
  validity.finish();
  const subject = readName(tbs);
  const spki = tbs.raw();
  const at = tbs.offset;
  const issuerUniqueId = tbs.is(primitiveTag(1)) ? tbs.bitString(primitiveTag(1)).octets : undefined;
  const subjectUniqueId = tbs.is(primitiveTag(2)) ? tbs.bitString(primitiveTag(2)).octets : undefined;
  const list = tbs.optional(constructedTag(3));
  const extensions = list === undefined ? [] : readExtensions(list, alike?.extensions);
  list?.finish();
  tbs.finish();
  if ((list !== undefined && version !== 3) || ((issuerUniqueId ?? subjectUniqueId) !== undefined && version === 1)) {
    tbs.fail('certificate_version', `a field that version ${version} does not have`, at);
  }
  return {
    tbs: octets,
    version,
    serialBytes,
    serial: toHex(serialBytes),
    signatureAlgorithm,
    issuer,
    subject,
    notBefore: from.date,
    notAfter: to.date,
    validityForms: [from.form, to.form] as const,
    spki,
    publicKey: publicKey !== undefined && equalBytes(publicKey.spki, spki) ? publicKey : parsePublicKey(spki),
    issuerUniqueId,
    subjectUniqueId,
    extensions,
    ...decodeKnownExtensions(extensions, alike),
  };
}

function readVersion(tbs: DerReader): 1 | 2 | 3 {
  const explicit = tbs.optional(constructedTag(0));
  if (explicit === undefined) return 1;
  const version = explicit.smallInteger(2);
  explicit.finish();
  if (version === 0) explicit.fail('certificate_version', 'version 1 is the default and is not written in DER');
  return version === 1 ? 2 : 3;
}
