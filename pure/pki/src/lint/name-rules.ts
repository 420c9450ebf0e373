import type { TbsCertificate } from '../certificate.ts';
import type { GeneralName } from '../general-name.ts';
import type { Name, NameAttribute } from '../name.ts';
import { oidName, OID } from '../oid.ts';
import { complaints, type Rule } from './finding.ts';

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

type AttributeTest = (attribute: NameAttribute) => string | undefined;

/** What a test has to say against the attributes of a name; undefined, and nothing made, where it has nothing. */
function flawsIn(name: Name, flaw: AttributeTest): string[] | undefined {
  let flaws: string[] | undefined;
  for (const rdn of name.rdns) {
    const found = complaints(rdn, flaw);
    if (found !== undefined) flaws = flaws === undefined ? found : [...flaws, ...found];
  }
  return flaws;
}

/** A rule for the attributes of both names. */
const attributeRule =
  (flaw: AttributeTest): Rule<TbsCertificate>['check'] =>
  ({ issuer, subject }) => {
    const [ofIssuer, ofSubject] = [flawsIn(issuer, flaw), flawsIn(subject, flaw)];
    return ofIssuer === undefined ? ofSubject : [...ofIssuer, ...(ofSubject ?? [])];
  };

const named = (attribute: NameAttribute): string => oidName(attribute.type) ?? attribute.type;

/** Counts characters, not UTF-16 units, but only where that can make a difference. */
const isLonger = (text: string, most: number): boolean => text.length > most && Array.from(text).length > most;

const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const DOMAIN = new RegExp(`^(?:\\*\\.)?${LABEL}(?:\\.${LABEL})*$`);
const MAILBOX = new RegExp(`^[^@\\s<>(),;:"\\[\\]\\\\]{1,64}@${LABEL}(?:\\.${LABEL})*$`);

const ADDRESS_IN_SUBJECT = 'addresses belong into subjectAltName';

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

export const NAME_RULES: readonly Rule<TbsCertificate>[] = [
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
    check: attributeRule((a) =>
      (IA5.has(a.type) ? a.encoding === 'ia5' : a.encoding === 'utf8' || a.encoding === 'printable')
        ? undefined
        : `${named(a)} is a string of type ${a.encoding}`,
    ),
  },
  {
    rule: 'name_characters',
    clause: 'X.680 §41.4',
    check: attributeRule((a) =>
      a.encoding === 'printable' && !/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(a.value)
        ? `${named(a)} holds a character that a PrintableString cannot`
        : undefined,
    ),
  },
  {
    rule: 'name_length',
    clause: 'RFC 5280 appendix A.1',
    check: attributeRule((a) => {
      const most = LONGEST.get(a.type) ?? 32_768;
      return a.value === '' || isLonger(a.value, most)
        ? `${named(a)} is empty or longer than ${most} characters`
        : undefined;
    }),
  },
  {
    rule: 'country_code',
    clause: 'RFC 5280 appendix A.1, ISO 3166',
    check: attributeRule((a) =>
      a.type === OID.countryName && !/^[A-Z]{2}$/.test(a.value)
        ? `${a.value} is no country code of two letters`
        : undefined,
    ),
  },
  {
    rule: 'subject_email',
    clause: 'RFC 5280 §4.1.2.6',
    severity: 'warning',
    check: (c) => flawsIn(c.subject, (a) => (a.type === OID.emailAddress ? ADDRESS_IN_SUBJECT : undefined))?.[0],
  },
  {
    rule: 'alternative_name',
    clause: 'RFC 5280 §4.2.1.6',
    check: (c) => complaints(c.subjectAltName, flawOf),
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
