import type { Bytes } from './bytes.ts';
import { type DistributionPointInput, encodeDistributionPointName, ext, taggedReasons } from './build-extension.ts';
import { numberOfReason, type RevocationReason } from './crl-reasons.ts';
import { der } from './der-write.ts';
import { PkiError } from './errors.ts';
import type { ReasonFlag } from './extension-locations.ts';
import { encodeExtension, type Extension } from './extension.ts';
import { encodeGeneralNames, type GeneralName } from './general-name.ts';
import type { Name } from './name.ts';
import { OID } from './oid.ts';
import type { SignatureAlgorithm, Signer } from './ports.ts';
import { encodeSignatureAlgorithm } from './signature-algorithm.ts';

export interface CrlEntryInput {
  /** Unsigned magnitude of the serial number, big-endian. */
  readonly serial: Uint8Array;
  readonly revokedAt: Date;
  /** `unspecified` is left out, as RFC 5280 §5.3.1 asks. */
  readonly reason?: RevocationReason;
  readonly invalidityDate?: Date;
  /** Only in indirect CRLs, at the first entry of each issuer. */
  readonly certificateIssuer?: readonly GeneralName[];
}

/** All of a CRL but its entries. */
export interface CrlHead {
  readonly issuer: Name;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  /** `crlExt` makes them; a CRL number and the authority's key identifier belong in every one (§5.2). */
  readonly extensions: readonly Extension[];
}

export interface CrlTemplate extends CrlHead {
  readonly entries: Iterable<CrlEntryInput>;
}

export interface IssuingDistributionPointInput {
  readonly names?: readonly GeneralName[];
  readonly onlyUserCertificates?: boolean;
  readonly onlyCaCertificates?: boolean;
  readonly onlySomeReasons?: readonly ReasonFlag[];
  readonly indirectCrl?: boolean;
}

/** Builders of the extensions of CRLs (RFC 5280 §5.2). */
export const crlExt = {
  authorityKeyIdentifier: ext.authorityKeyIdentifier,
  crlNumber: (number: number | bigint): Extension => ext.raw(OID.crlNumber, false, der.integer(number)),
  /** @param baseNumber the CRL number of the full CRL that a delta adds to */
  deltaCrlIndicator: (baseNumber: number | bigint): Extension =>
    ext.raw(OID.deltaCrlIndicator, true, der.integer(baseNumber)),
  freshestCrl: (points: readonly DistributionPointInput[]): Extension => ext.freshestCrl(points),
  issuingDistributionPoint: (input: IssuingDistributionPointInput): Extension =>
    ext.raw(OID.issuingDistributionPoint, true, encodeIssuingDistributionPoint(input)),
} as const;

const TRUE = Uint8Array.of(0xff);

function encodeIssuingDistributionPoint(input: IssuingDistributionPointInput): Bytes {
  return der.sequence(
    ...(input.names === undefined ? [] : [encodeDistributionPointName(input.names)]),
    ...(input.onlyUserCertificates === true ? [der.primitive(1, TRUE)] : []),
    ...(input.onlyCaCertificates === true ? [der.primitive(2, TRUE)] : []),
    ...(input.onlySomeReasons === undefined ? [] : [taggedReasons(3, input.onlySomeReasons)]),
    ...(input.indirectCrl === true ? [der.primitive(4, TRUE)] : []),
  );
}

/** One entry as DER. */
export function encodeCrlEntry(entry: CrlEntryInput): Bytes {
  const extensions = entryExtensions(entry);
  const parts = [der.unsigned(entry.serial), der.time(entry.revokedAt)];
  if (extensions.length > 0) parts.push(der.sequence(...extensions));
  return der.sequence(...parts);
}

const reasons = new Map<RevocationReason, Bytes>();

function reasonExtension(reason: RevocationReason): Bytes {
  const known = reasons.get(reason);
  if (known !== undefined) return known;
  const encoded = encodeExtension(ext.raw(OID.reasonCode, false, der.enumerated(numberOfReason(reason))));
  reasons.set(reason, encoded);
  return encoded;
}

const reasonLists = new Map<RevocationReason, Bytes>();

/** crlEntryExtensions of an entry that has a reason and nothing else. */
export function reasonOnlyExtensions(reason: RevocationReason): Bytes {
  const known = reasonLists.get(reason);
  if (known !== undefined) return known;
  const encoded = der.sequence(reasonExtension(reason));
  reasonLists.set(reason, encoded);
  return encoded;
}

function entryExtensions({ reason, invalidityDate, certificateIssuer }: CrlEntryInput): Bytes[] {
  const extensions: Bytes[] = [];
  if (reason !== undefined && reason !== 'unspecified') extensions.push(reasonExtension(reason));
  if (invalidityDate !== undefined) {
    extensions.push(encodeExtension(ext.raw(OID.invalidityDate, false, der.generalizedTime(invalidityDate))));
  }
  if (certificateIssuer !== undefined) {
    extensions.push(encodeExtension(ext.raw(OID.certificateIssuer, true, encodeGeneralNames(certificateIssuer))));
  }
  return extensions;
}

/** Everything of TBSCertList before the entries, and after them. */
export function encodeCrlHead(head: CrlHead, algorithm: SignatureAlgorithm): { before: Bytes[]; after: Bytes[] } {
  if (!(head.thisUpdate < head.nextUpdate)) throw new PkiError('validity_invalid', 'nextUpdate is after thisUpdate');
  return {
    before: [
      der.integer(1),
      encodeSignatureAlgorithm(algorithm),
      head.issuer.der,
      der.time(head.thisUpdate),
      der.time(head.nextUpdate),
    ],
    after: [der.constructed(0, der.sequence(...head.extensions.map(encodeExtension)))],
  };
}

/** The octets to be signed (TBSCertList). For very many entries see `streamCrl`. */
export function buildTbsCrl(template: CrlTemplate, algorithm: SignatureAlgorithm): Bytes {
  const { before, after } = encodeCrlHead(template, algorithm);
  const entries = Array.from(template.entries, encodeCrlEntry);
  // An empty list is left out, not written empty (RFC 5280 §5.1.2.6).
  return der.sequence(...before, ...(entries.length === 0 ? [] : [sequenceOf(entries)]), ...after);
}

/** A SEQUENCE of more parts than a call can take arguments. */
function sequenceOf(parts: readonly Bytes[]): Bytes {
  const content = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    content.set(part, at);
    at += part.length;
  }
  return der.sequence(content);
}

export function assembleCrl(tbs: Bytes, algorithm: SignatureAlgorithm, signature: Bytes): Bytes {
  return der.sequence(tbs, encodeSignatureAlgorithm(algorithm), der.bitString(signature));
}

/** Builds, signs and assembles a CRL of version 2. */
export async function signCrl(template: CrlTemplate, signer: Signer): Promise<Bytes> {
  const tbs = buildTbsCrl(template, signer.algorithm);
  return assembleCrl(tbs, signer.algorithm, await signer.sign(tbs));
}
