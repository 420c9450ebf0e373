import type { Bytes } from './bytes.ts';
import { plainEntryAt } from './crl-plain-entry.ts';
import { reasonOfNumber, type RevocationReason } from './crl-reasons.ts';
import { type DerReader, readDer } from './der-read.ts';
import { TAG } from './der-tags.ts';
import { openValue } from './extension-usage.ts';
import { type Extension, readExtensions } from './extension.ts';
import { type GeneralName, readGeneralNames } from './general-name.ts';
import { OID } from './oid.ts';
import { toHex } from './text-encodings.ts';
import { readGeneralizedTime, readTime } from './time.ts';

/** One revoked certificate (RFC 5280 §5.1.2.6, §5.3). */
export interface CrlEntry {
  readonly serial: string;
  /** Content octets of the serial number. */
  readonly serialBytes: Bytes;
  readonly revokedAt: Date;
  /** Undefined where no reason is given, which is read as unspecified. */
  readonly reason: RevocationReason | undefined;
  readonly invalidityDate: Date | undefined;
  /** Issuer of this and the following entries of an indirect CRL (§5.3.3); undefined where not yet named. */
  readonly certificateIssuer: readonly GeneralName[] | undefined;
  readonly extensions: readonly Extension[];
}

const PROCESSED = new Set<string>([OID.reasonCode, OID.invalidityDate, OID.certificateIssuer, OID.holdInstructionCode]);

export interface EntrySummary {
  readonly count: number;
  readonly hasCertificateIssuers: boolean;
  /** Critical entry extensions that nobody here understands: such a CRL says nothing reliable (§5.3). */
  readonly unknownCriticals: readonly string[];
}

/** Walks all entries once, checking each, without keeping any. */
export function checkEntries(entries: Bytes, visit?: (offset: number, serial: Bytes) => void): EntrySummary {
  const unknown = new Set<string>();
  let count = 0;
  let hasCertificateIssuers = false;
  for (let at = 0; at < entries.length; count++) {
    const plain = plainEntryAt(entries, at);
    if (plain > 0) {
      visit?.(at, entries.subarray(at + 4, at + 4 + (entries[at + 3] ?? 0)));
      at += plain;
      continue;
    }
    const reader = readDer(entries.subarray(at), entries.length);
    const entry = decodeEntry(reader, undefined);
    hasCertificateIssuers ||= entry.certificateIssuer !== undefined;
    for (const { oid, critical } of entry.extensions) {
      if (critical && !PROCESSED.has(oid) && unknown.size < 16) unknown.add(oid);
    }
    visit?.(at, entry.serialBytes);
    at += reader.offset;
  }
  return { count, hasCertificateIssuers, unknownCriticals: [...unknown] };
}

/** Reads the next entry. @param inherited the issuer named by an entry before it */
export function decodeEntry(reader: DerReader, inherited: CrlEntry['certificateIssuer']): CrlEntry {
  const entry = reader.sequence();
  const serialBytes = entry.integer();
  const revokedAt = readTime(entry).date;
  const extensions = entry.done ? [] : readExtensions(entry);
  entry.finish();
  return { serial: toHex(serialBytes), serialBytes, revokedAt, ...readMeaning(extensions, inherited), extensions };
}

function readMeaning(extensions: readonly Extension[], inherited: CrlEntry['certificateIssuer']) {
  const read = <T>(oid: string, decode: (reader: DerReader) => T): T | undefined => {
    const found = extensions.find((extension) => extension.oid === oid);
    return found === undefined ? undefined : openValue(found.value, decode);
  };
  return {
    reason: read(OID.reasonCode, readReason),
    invalidityDate: read(OID.invalidityDate, readGeneralizedTime),
    certificateIssuer: read(OID.certificateIssuer, (reader) => readGeneralNames(reader)) ?? inherited,
  };
}

export function readReason(reader: DerReader): RevocationReason {
  const reason = reasonOfNumber(reader.smallInteger(10, TAG.enumerated));
  return reason ?? reader.fail('crl_reason', 'there is no reason 7');
}

/** All entries in order, one at a time, so that a million of them never stand in memory together. */
export function* entriesOf(entries: Bytes): Generator<CrlEntry, void, undefined> {
  const reader = readDer(entries, entries.length);
  let inherited: CrlEntry['certificateIssuer'];
  while (!reader.done) {
    const entry = decodeEntry(reader, inherited);
    inherited = entry.certificateIssuer;
    yield entry;
  }
}
