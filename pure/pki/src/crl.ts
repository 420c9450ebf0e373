import { type AlgorithmIdentifier, readAlgorithm } from './algorithm.ts';
import { type Bytes, equalBytes } from './bytes.ts';
import { checkEntries, type CrlEntry, decodeEntry, entriesOf, type EntrySummary } from './crl-entries.ts';
import { decodeCrlExtensions } from './crl-extensions.ts';
import { type CrlIndex, indexEntries } from './crl-index.ts';
import { type DerReader, readDer } from './der-read.ts';
import { constructedTag, TAG } from './der-tags.ts';
import { type Extension, readExtensions } from './extension.ts';
import { type Name, readName } from './name.ts';
import { readTime } from './time.ts';

/** Room for some five million entries. */
export const MAX_CRL_OCTETS = 256 << 20;

type CrlExtensions = ReturnType<typeof decodeCrlExtensions>;

/** A certificate revocation list (RFC 5280 §5.1) taken apart. Nothing in it is trusted yet. */
export interface Crl extends CrlExtensions {
  readonly der: Bytes;
  /** TBSCertList: the octets that are signed. */
  readonly tbs: Bytes;
  readonly version: 1 | 2;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Bytes;
  readonly issuer: Name;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  readonly extensions: readonly Extension[];
  readonly entryCount: number;
  /** Whether any entry names an issuer of its own, as entries of indirect CRLs do. */
  readonly hasCertificateIssuers: boolean;
  /** Critical extensions of entries that are not understood. */
  readonly unknownEntryCriticals: readonly string[];
  /** All entries in order, made one at a time. */
  entries(): Iterable<CrlEntry>;
  /**
   * The entries of a serial number, given by its content octets. The first call makes an index. Where entries name
   * issuers of their own, the answer tells each entry's (`certificateIssuer`): the caller compares.
   */
  find(serialBytes: Uint8Array): readonly CrlEntry[];
}

/**
 * Reads a CRL strictly, every entry included. The octets are not copied: they must not change afterwards.
 * @param der at most 256 MiB
 * @throws PkiError
 */
export function parseCrl(der: Uint8Array, maxOctets = MAX_CRL_OCTETS): Crl {
  const reader = readDer(der, maxOctets);
  const whole = reader.raw();
  reader.finish();
  const outer = readDer(whole, whole.length).sequence();
  const tbs = outer.raw();
  const at = outer.offset;
  const signatureAlgorithm = readAlgorithm(outer);
  const { unused, octets } = outer.bitString();
  outer.finish();
  const parts = readTbs(readDer(tbs, tbs.length).sequence());
  if (!equalBytes(parts.innerAlgorithm, signatureAlgorithm.der)) {
    reader.fail('crl_algorithm', 'the two algorithm identifiers differ', at);
  }
  const { innerAlgorithm: _checked, entryOctets, ...fields } = parts;
  const summary = checkEntries(entryOctets);
  return {
    der: whole,
    tbs,
    signatureAlgorithm,
    // Loose bits verify under no algorithm.
    signature: unused === 0 ? octets : new Uint8Array(0),
    ...fields,
    ...decodeCrlExtensions(fields.extensions),
    entryCount: summary.count,
    hasCertificateIssuers: summary.hasCertificateIssuers,
    unknownEntryCriticals: summary.unknownCriticals,
    entries: () => entriesOf(entryOctets),
    find: finder(entryOctets, summary),
  };
}

function readTbs(tbs: DerReader) {
  const version: 1 | 2 = tbs.is(TAG.integer) ? 2 : 1;
  if (version === 2 && tbs.smallInteger(1) !== 1) tbs.fail('crl_version', 'a CRL is of version 1 or 2');
  const innerAlgorithm = readAlgorithm(tbs).der;
  const issuer = readName(tbs);
  const thisUpdate = readTime(tbs).date;
  const hasNext = tbs.is(TAG.utcTime) || tbs.is(TAG.generalizedTime);
  const nextUpdate = hasNext ? readTime(tbs).date : undefined;
  const entryOctets = tbs.is(TAG.sequence) ? tbs.content(TAG.sequence) : new Uint8Array(0);
  const list = tbs.optional(constructedTag(0));
  if (list !== undefined && version === 1) tbs.fail('crl_version', 'a version 1 CRL has no extensions');
  const extensions = list === undefined ? [] : readExtensions(list);
  list?.finish();
  tbs.finish();
  return { version, innerAlgorithm, issuer, thisUpdate, nextUpdate, entryOctets, extensions };
}

function finder(entries: Bytes, summary: EntrySummary): Crl['find'] {
  let index: CrlIndex | undefined;
  return (serialBytes) => {
    const serial = new Uint8Array(serialBytes);
    // The issuer of an indirect CRL's entry stands at an entry before it, so these are read in order.
    if (summary.hasCertificateIssuers) return [...entriesOf(entries)].filter((e) => equalBytes(e.serialBytes, serial));
    index ??= indexEntries(entries, summary.count);
    return index.find(serial).map((at) => decodeEntry(readDer(entries.subarray(at), entries.length), undefined));
  };
}
