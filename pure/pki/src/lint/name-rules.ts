import type { Certificate } from '../certificate.ts';
import type { GeneralName } from '../general-name.ts';
import type { NameAttribute } from '../name.ts';
import { oidName, OID } from '../oid.ts';
import type { Rule } from './finding.ts';

/** Upper bounds in characters (RFC 5280 appendix A.1). */
const LONGEST: ReadonlyMap<string, number> = new Map([
  [OID.commonName, 64],
  [OID.countryName, 2],
  [OID.organizationName, 64],
  [OID.organizationalUnitName, 64],
  [OID.localityName, 128],
  [OID.stateOrProvinceName, 128],
  [OID.serialNumber, 64],
  [OID.title, 64],
  [OID.surname, 40],
  [OID.givenName, 16],
  [OID.emailAddress, 255],
]);
/** Attributes whose type allows IA5String; all others are Printable or UTF8 (RFC 5280 §4.1.2.4). */
const IA5 = new Set<string>([OID.domainComponent, OID.emailAddress]);

const collected = new WeakMap<Certificate, readonly NameAttribute[]>();

/** Attributes of both names, collected once for all the rules that go through them. */
function attributesOf(certificate: Certificate): readonly NameAttribute[] {
  const known = collected.get(certificate);
  if (known !== undefined) return known;
  const attributes = [...certificate.issuer.rdns.flat(), ...certificate.subject.rdns.flat()];
  collected.set(certificate, attributes);
  return attributes;
}

const named = (attribute: NameAttribute): string => oidName(attribute.type) ?? attribute.type;

/** Counts characters, not UTF-16 units, but only where that can make a difference. */
const isLonger = (text: string, most: number): boolean => text.length > most && Array.from(text).length > most;

const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const DOMAIN = new RegExp(`^(?:\\*\\.)?${LABEL}(?:\\.${LABEL})*$`);
const MAILBOX = new RegExp(`^[^@\\s<>(),;:"\\[\\]\\\\]{1,64}@${LABEL}(?:\\.${LABEL})*$`);

/** What is wrong with the text of an alternative name. */
function flawOf(name: GeneralName): string | undefined {
  switch (name.kind) {
    case 'email':
      return MAILBOX.test(name.value) ? undefined : `${name.value} is no mailbox`;
    case 'dns':
      return name.value.length <= 253 && DOMAIN.test(name.value) ? undefined : `${name.value} is no host name`;
    case 'uri':
      return /^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s]+$/.test(name.value) ? undefined : `${name.value} is no absolute URI`;
    case 'upn':
      return /^[^@\s]+@[^@\s]+$/.test(name.value) ? undefined : `${name.value} is no user principal name`;
    case 'ip':
      return name.value.length === 4 || name.value.length === 16 ? undefined : 'an address has 4 or 16 octets';
    case 'fascn':
      return name.value.length === 25 ? undefined : 'a FASC-N has 25 octets';
    default:
      return undefined;
  }
}

export const NAME_RULES: readonly Rule<Certificate>[] = [
  {
    rule: 'issuer_empty',
    clause: 'RFC 5280 §4.1.2.4',
    check: (c) => c.issuer.rdns.length === 0 && 'the issuer has no name',
  },
  {
    rule: 'subject_empty',
    clause: 'RFC 5280 §4.1.2.6, §4.2.1.6',
    check: (c) =>
      c.subject.rdns.length === 0 &&
      !c.extensions.some((e) => e.oid === OID.subjectAltName && e.critical) &&
      'without a subject, subjectAltName is there and critical',
  },
  {
    rule: 'name_string_type',
    clause: 'RFC 5280 §4.1.2.4',
    check: (c) =>
      attributesOf(c)
        .filter((a) => !(IA5.has(a.type) ? a.encoding === 'ia5' : a.encoding === 'utf8' || a.encoding === 'printable'))
        .map((a) => `${named(a)} is a string of type ${a.encoding}`),
  },
  {
    rule: 'name_characters',
    clause: 'X.680 §41.4',
    check: (c) =>
      attributesOf(c)
        .filter((a) => a.encoding === 'printable' && !/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(a.value))
        .map((a) => `${named(a)} holds a character that a PrintableString cannot`),
  },
  {
    rule: 'name_length',
    clause: 'RFC 5280 appendix A.1',
    check: (c) =>
      attributesOf(c)
        .filter((a) => a.value === '' || isLonger(a.value, LONGEST.get(a.type) ?? 32_768))
        .map((a) => `${named(a)} is empty or longer than ${LONGEST.get(a.type) ?? 32_768} characters`),
  },
  {
    rule: 'country_code',
    clause: 'RFC 5280 appendix A.1, ISO 3166',
    check: (c) =>
      attributesOf(c)
        .filter((a) => a.type === OID.countryName && !/^[A-Z]{2}$/.test(a.value))
        .map((a) => `${a.value} is no country code of two letters`),
  },
  {
    rule: 'subject_email',
    clause: 'RFC 5280 §4.1.2.6',
    severity: 'warning',
    check: (c) =>
      c.subject.rdns.flat().some((a) => a.type === OID.emailAddress) && 'addresses belong into subjectAltName',
  },
  {
    rule: 'alternative_name',
    clause: 'RFC 5280 §4.2.1.6',
    check: (c) => (c.subjectAltName ?? []).flatMap((name) => flawOf(name) ?? []),
  },
  {
    rule: 'alternative_name_missing',
    clause: 'RFC 5280 §4.2.1.6',
    severity: 'warning',
    check: (c) =>
      c.basicConstraints?.ca !== true &&
      c.subjectAltName === undefined &&
      c.extendedKeyUsage?.includes(OID.ocspSigning) !== true &&
      'the certificate has no subjectAltName',
  },
];
