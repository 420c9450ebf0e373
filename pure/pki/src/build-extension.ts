import type { Bytes } from './bytes.ts';
import { primitiveTag, TAG } from './der-tags.ts';
import { der } from './der-write.ts';
import type { BasicConstraints, NameConstraints, PolicyConstraints, PolicyMapping } from './extension-constraints.ts';
import { REASON_FLAGS, type ReasonFlag } from './extension-locations.ts';
import { KEY_USAGES, type KeyUsage } from './extension-usage.ts';
import type { Extension } from './extension.ts';
import { encodeGeneralName, encodeGeneralNames, type GeneralName } from './general-name.ts';
import { OID } from './oid.ts';

/** A policy by its identifier, or with the address of its statement. */
export type PolicyInput = string | { readonly policy: string; readonly cps?: string };
/** A place to fetch a CRL from, by its address, or all that RFC 5280 §4.2.1.13 can say of it. */
export type DistributionPointInput =
  | string
  | {
      readonly names?: readonly GeneralName[];
      readonly reasons?: readonly ReasonFlag[];
      readonly crlIssuer?: readonly GeneralName[];
    };
export interface InfoAccessInput {
  readonly ocsp?: readonly string[];
  readonly caIssuers?: readonly string[];
}

const extension = (oid: string, critical: boolean, value: Bytes): Extension => ({ oid, critical, value });
const optional = <T>(value: T | undefined, encode: (value: T) => Bytes): Bytes[] =>
  value === undefined ? [] : [encode(value)];
/** An INTEGER under another tag: its content octets are the same. */
const taggedInteger = (n: number, value: number): Bytes => {
  const octets = der.integer(value);
  octets[0] = primitiveTag(n);
  return octets;
};

/** A BIT STRING of names, in the order that gives each its bit. */
export function encodeNamedBits<Name extends string>(chosen: Iterable<Name>, all: readonly Name[]): Bytes {
  return der.namedBits(Array.from(chosen, (name) => all.indexOf(name)));
}

function encodeDistributionPoint(point: DistributionPointInput): Bytes {
  if (typeof point === 'string') return encodeDistributionPoint({ names: [{ kind: 'uri', value: point }] });
  return der.sequence(
    ...optional(point.names, encodeDistributionPointName),
    ...optional(point.reasons, (reasons) => taggedReasons(1, reasons)),
    ...optional(point.crlIssuer, (names) => der.constructed(2, ...names.map(encodeGeneralName))),
  );
}

export const encodeDistributionPointName = (names: readonly GeneralName[]): Bytes =>
  der.constructed(0, der.constructed(0, ...names.map(encodeGeneralName)));

export function taggedReasons(n: number, reasons: readonly ReasonFlag[]): Bytes {
  const octets = encodeNamedBits(reasons, REASON_FLAGS);
  octets[0] = primitiveTag(n);
  return octets;
}

function encodePolicy(input: PolicyInput): Bytes {
  if (typeof input === 'string') return der.sequence(der.oid(input));
  const qualifier = (cps: string): Bytes => der.sequence(der.sequence(der.oid(OID.qualifierCps), der.ia5String(cps)));
  return der.sequence(der.oid(input.policy), ...optional(input.cps, qualifier));
}

const encodeSubtrees = (n: number, bases: readonly GeneralName[]): Bytes[] =>
  bases.length === 0 ? [] : [der.constructed(n, ...bases.map((base) => der.sequence(encodeGeneralName(base))))];

const encodeAccess = (method: string, urls: readonly string[] = []): Bytes[] =>
  urls.map((url) => der.sequence(der.oid(method), encodeGeneralName({ kind: 'uri', value: url })));

/** Builders of the extensions of certificates, each critical exactly where RFC 5280 §4.2 asks for it. */
export const ext = {
  /** Any extension from its parts. */
  raw: extension,
  keyUsage: (usages: Iterable<KeyUsage>): Extension =>
    extension(OID.keyUsage, true, encodeNamedBits(usages, KEY_USAGES)),
  /** @param purposes dotted identifiers */
  extendedKeyUsage: (purposes: readonly string[], critical = false): Extension =>
    extension(OID.extendedKeyUsage, critical, der.sequence(...purposes.map(der.oid))),
  basicConstraints: ({ ca, pathLength }: { ca: boolean; pathLength?: BasicConstraints['pathLength'] }): Extension =>
    extension(
      OID.basicConstraints,
      ca,
      der.sequence(...(ca ? [der.boolean(true)] : []), ...optional(pathLength, der.integer)),
    ),
  subjectAltName: (names: readonly GeneralName[], critical = false): Extension =>
    extension(OID.subjectAltName, critical, encodeGeneralNames(names)),
  issuerAltName: (names: readonly GeneralName[]): Extension =>
    extension(OID.issuerAltName, false, encodeGeneralNames(names)),
  /** @param keyIdentifier as `keyIdentifierOf` makes it, 20 octets by custom */
  subjectKeyIdentifier: (keyIdentifier: Bytes): Extension =>
    extension(OID.subjectKeyIdentifier, false, der.octetString(keyIdentifier)),
  /** Only the key identifier, neither issuer nor serial (FPKI profiles v2.2). */
  authorityKeyIdentifier: (keyIdentifier: Bytes): Extension =>
    extension(OID.authorityKeyIdentifier, false, der.sequence(der.primitive(0, keyIdentifier))),
  policies: (policies: readonly PolicyInput[], critical = false): Extension =>
    extension(OID.certificatePolicies, critical, der.sequence(...policies.map(encodePolicy))),
  policyMappings: (mappings: readonly PolicyMapping[], critical = true): Extension =>
    extension(
      OID.policyMappings,
      critical,
      der.sequence(...mappings.map((m) => der.sequence(der.oid(m.issuerDomainPolicy), der.oid(m.subjectDomainPolicy)))),
    ),
  policyConstraints: (constraints: Partial<PolicyConstraints>): Extension =>
    extension(
      OID.policyConstraints,
      true,
      der.sequence(
        ...optional(constraints.requireExplicitPolicy, (skip) => taggedInteger(0, skip)),
        ...optional(constraints.inhibitPolicyMapping, (skip) => taggedInteger(1, skip)),
      ),
    ),
  inhibitAnyPolicy: (skip: number): Extension => extension(OID.inhibitAnyPolicy, true, der.integer(skip)),
  nameConstraints: ({ permitted = [], excluded = [] }: Partial<NameConstraints>): Extension =>
    extension(OID.nameConstraints, true, der.sequence(...encodeSubtrees(0, permitted), ...encodeSubtrees(1, excluded))),
  crlDistributionPoints: (points: readonly DistributionPointInput[]): Extension =>
    extension(OID.crlDistributionPoints, false, der.sequence(...points.map(encodeDistributionPoint))),
  freshestCrl: (points: readonly DistributionPointInput[]): Extension =>
    extension(OID.freshestCrl, false, der.sequence(...points.map(encodeDistributionPoint))),
  authorityInfoAccess: ({ ocsp, caIssuers }: InfoAccessInput): Extension =>
    extension(
      OID.authorityInfoAccess,
      false,
      der.sequence(...encodeAccess(OID.accessCaIssuers, caIssuers), ...encodeAccess(OID.accessOcsp, ocsp)),
    ),
  subjectInfoAccess: ({ caRepository }: { readonly caRepository: readonly string[] }): Extension =>
    extension(OID.subjectInfoAccess, false, der.sequence(...encodeAccess(OID.accessCaRepository, caRepository))),
  /** RFC 6960 §4.2.2.2.1: clients do not ask for the responder's own status. */
  ocspNoCheck: (): Extension => extension(OID.ocspNoCheck, false, der.element(TAG.null)),
} as const;
