import type { Bytes } from './bytes.ts';
import { unknownCriticals } from './certificate-extensions.ts';
import type { DerReader } from './der-read.ts';
import { primitiveTag } from './der-tags.ts';
import {
  type DistributionPointName,
  readDistributionPointName,
  readDistributionPoints,
} from './extension-locations.ts';
import { type ReasonFlag, REASON_FLAGS } from './extension-locations.ts';
import { openValue, readAuthorityKeyIdentifier, readNamedBits } from './extension-usage.ts';
import type { Extension } from './extension.ts';
import { readGeneralNames } from './general-name.ts';
import { OID } from './oid.ts';

/** RFC 5280 §5.2.5. */
export interface IssuingDistributionPoint {
  readonly name: DistributionPointName | undefined;
  readonly onlyUserCertificates: boolean;
  readonly onlyCaCertificates: boolean;
  readonly onlySomeReasons: ReadonlySet<ReasonFlag> | undefined;
  readonly indirectCrl: boolean;
  readonly onlyAttributeCertificates: boolean;
}

const PROCESSED = new Set<string>([
  OID.authorityKeyIdentifier,
  OID.issuerAltName,
  OID.crlNumber,
  OID.deltaCrlIndicator,
  OID.issuingDistributionPoint,
  OID.freshestCrl,
  OID.authorityInfoAccess,
]);

export function decodeCrlExtensions(extensions: readonly Extension[]) {
  const read = <T>(oid: string, decode: (reader: DerReader) => T): T | undefined => {
    const found = extensions.find((extension) => extension.oid === oid);
    return found === undefined ? undefined : openValue(found.value, decode);
  };
  return {
    authorityKeyIdentifier: read(OID.authorityKeyIdentifier, readAuthorityKeyIdentifier),
    issuerAltName: read(OID.issuerAltName, (reader) => readGeneralNames(reader)),
    crlNumber: read(OID.crlNumber, readNumber),
    baseCrlNumber: read(OID.deltaCrlIndicator, readNumber),
    issuingDistributionPoint: read(OID.issuingDistributionPoint, readIssuingDistributionPoint),
    freshestCrl: read(OID.freshestCrl, readDistributionPoints),
    unknownCriticals: unknownCriticals(extensions, PROCESSED),
  };
}

/** CRLNumber and BaseCRLNumber: 0 or more, at most 20 octets (§5.2.3). */
function readNumber(reader: DerReader): bigint {
  const at = reader.offset;
  const content = reader.integer();
  if (content.length > 20 || (content[0] ?? 0) >= 0x80) reader.fail('crl_number', 'a CRL number is 0 or more', at);
  return content.reduce((value, octet) => value * 256n + BigInt(octet), 0n);
}

function readIssuingDistributionPoint(reader: DerReader): IssuingDistributionPoint {
  const sequence = reader.sequence();
  const name = readDistributionPointName(sequence);
  const flag = (n: number): boolean =>
    sequence.is(primitiveTag(n)) && readFlag(sequence, sequence.content(primitiveTag(n)));
  const onlyUserCertificates = flag(1);
  const onlyCaCertificates = flag(2);
  const onlySomeReasons = sequence.is(primitiveTag(3))
    ? readNamedBits(sequence, REASON_FLAGS, primitiveTag(3))
    : undefined;
  const indirectCrl = flag(4);
  const onlyAttributeCertificates = flag(5);
  sequence.finish();
  return { name, onlyUserCertificates, onlyCaCertificates, onlySomeReasons, indirectCrl, onlyAttributeCertificates };
}

function readFlag(reader: DerReader, content: Bytes): boolean {
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) {
    reader.fail('der_boolean', 'a BOOLEAN is 00 or FF');
  }
  return content[0] === 0xff;
}
