import type { Bytes } from './bytes.ts';
import type { DerReader } from './der-read.ts';
import {
  readBasicConstraints,
  readCertificatePolicies,
  readInhibitAnyPolicy,
  readNameConstraints,
  readPolicyConstraints,
  readPolicyMappings,
} from './extension-constraints.ts';
import { readDistributionPoints, readInfoAccess } from './extension-locations.ts';
import {
  openValue,
  readAuthorityKeyIdentifier,
  readExtendedKeyUsage,
  readKeyUsage,
  readSubjectKeyIdentifier,
} from './extension-usage.ts';
import type { Extension } from './extension.ts';
import { readGeneralNames } from './general-name.ts';
import { OID } from './oid.ts';

/** The property of a Certificate that each known extension fills, and its decoder. */
const DECODERS = {
  basicConstraints: [OID.basicConstraints, readBasicConstraints],
  keyUsage: [OID.keyUsage, readKeyUsage],
  extendedKeyUsage: [OID.extendedKeyUsage, readExtendedKeyUsage],
  subjectAltName: [OID.subjectAltName, (reader: DerReader) => readGeneralNames(reader)],
  issuerAltName: [OID.issuerAltName, (reader: DerReader) => readGeneralNames(reader)],
  nameConstraints: [OID.nameConstraints, readNameConstraints],
  certificatePolicies: [OID.certificatePolicies, readCertificatePolicies],
  policyMappings: [OID.policyMappings, readPolicyMappings],
  policyConstraints: [OID.policyConstraints, readPolicyConstraints],
  inhibitAnyPolicy: [OID.inhibitAnyPolicy, readInhibitAnyPolicy],
  crlDistributionPoints: [OID.crlDistributionPoints, readDistributionPoints],
  freshestCrl: [OID.freshestCrl, readDistributionPoints],
  authorityInfoAccess: [OID.authorityInfoAccess, readInfoAccess],
  subjectInfoAccess: [OID.subjectInfoAccess, readInfoAccess],
  authorityKeyIdentifier: [OID.authorityKeyIdentifier, readAuthorityKeyIdentifier],
  subjectKeyIdentifier: [OID.subjectKeyIdentifier, readSubjectKeyIdentifier],
} as const;

type ValueOf<Entry> = Entry extends readonly [string, (reader: DerReader) => infer Value] ? Value : never;
/** Decoded values of the extensions known here; a property is absent where the extension is. */
export type KnownExtensions = {
  readonly [Property in keyof typeof DECODERS]?: ValueOf<(typeof DECODERS)[Property]>;
};

type AnyDecoder = readonly [property: keyof KnownExtensions, read: (reader: DerReader) => unknown];
const BY_OID = new Map<string, AnyDecoder>(
  Object.entries(DECODERS).map(([property, [oid, read]]) => [oid, [property as keyof typeof DECODERS, read]]),
);

/**
 * Decodes every known extension strictly.
 * @param before extensions decoded earlier: what was taken from there is not decoded again
 * @throws PkiError for one that is malformed, whether critical or not
 */
export function decodeKnownExtensions(extensions: readonly Extension[], before?: Decoded): KnownExtensions {
  const known: Record<string, unknown> = {};
  extensions.forEach((extension, index) => {
    const decoder = BY_OID.get(extension.oid);
    if (decoder === undefined) return;
    const [property, read] = decoder;
    known[property] =
      before?.extensions[index] === extension ? before[property] : openValue<unknown>(extension.value, read);
  });
  return known;
}

interface Decoded extends KnownExtensions {
  readonly extensions: readonly Extension[];
}

/** Identifiers of critical extensions outside `processed`, by default those decoded here. */
export function unknownCriticals(
  extensions: readonly Extension[],
  processed: { has(oid: string): boolean } = BY_OID,
): string[] {
  return extensions.filter((e) => e.critical && !processed.has(e.oid)).map((e) => e.oid);
}

export const extensionValue = (extensions: readonly Extension[], oid: string): Bytes | undefined =>
  extensions.find((extension) => extension.oid === oid)?.value;
