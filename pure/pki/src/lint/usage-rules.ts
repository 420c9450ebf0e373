import type { TbsCertificate } from '../certificate.ts';
import type { KeyUsage } from '../extension-usage.ts';
import { oidName, OID } from '../oid.ts';
import type { Rule } from './finding.ts';

/** Usages that a kind of key cannot have (RFC 8813 §3, RFC 3279 §2.3.1, RFC 8410 §5). */
const IMPOSSIBLE: Readonly<Record<string, readonly KeyUsage[]>> = {
  rsa: ['keyAgreement', 'encipherOnly', 'decipherOnly'],
  ec: ['keyEncipherment', 'dataEncipherment'],
  ed25519: ['keyEncipherment', 'dataEncipherment', 'keyAgreement', 'encipherOnly', 'decipherOnly'],
};

/** Key usages of which an extended one needs at least one (RFC 5280 §4.2.1.12). */
const NEEDS: ReadonlyMap<string, readonly KeyUsage[]> = new Map([
  [OID.serverAuth, ['digitalSignature', 'keyEncipherment', 'keyAgreement']],
  [OID.clientAuth, ['digitalSignature', 'keyAgreement']],
  [OID.codeSigning, ['digitalSignature']],
  [OID.emailProtection, ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'keyAgreement']],
  [OID.timeStamping, ['digitalSignature', 'nonRepudiation']],
  [OID.ocspSigning, ['digitalSignature', 'nonRepudiation']],
  [OID.smartcardLogon, ['digitalSignature']],
]);

const isCritical = (certificate: TbsCertificate, oid: string): boolean =>
  certificate.extensions.some((extension) => extension.oid === oid && extension.critical);

export const USAGE_RULES: readonly Rule<TbsCertificate>[] = [
  {
    rule: 'key_usage_missing',
    clause: 'RFC 5280 §4.2.1.3',
    check: (c) => c.keyUsage === undefined && 'keyUsage is missing',
  },
  {
    rule: 'key_usage_empty',
    clause: 'RFC 5280 §4.2.1.3',
    check: (c) => c.keyUsage?.size === 0 && 'keyUsage has no bit set',
  },
  {
    rule: 'key_usage_critical',
    clause: 'RFC 5280 §4.2.1.3',
    severity: 'warning',
    check: (c) => c.keyUsage !== undefined && !isCritical(c, OID.keyUsage) && 'keyUsage should be critical',
  },
  {
    rule: 'key_usage_encoding',
    clause: 'X.690 §11.2.2',
    check: (c) => {
      const value = c.extensions.find((extension) => extension.oid === OID.keyUsage)?.value;
      if (value === undefined) return undefined;
      // Tag, length, number of unused bits, then bits: the last one is set, and there are nine at most.
      const unused = value[2] ?? 0;
      const lastIsSet = (((value[value.length - 1] ?? 0) >> unused) & 1) === 1;
      const canonical =
        value.length === 3 || (lastIsSet && (value.length === 4 || (value.length === 5 && unused === 7)));
      return !canonical && 'keyUsage carries zero bits that DER drops, or bits without a meaning';
    },
  },
  {
    rule: 'key_usage_key',
    clause: 'RFC 8813 §3, RFC 3279 §2.3.1',
    check: (c) =>
      (IMPOSSIBLE[c.publicKey.kind] ?? [])
        .filter((usage) => c.keyUsage?.has(usage))
        .map((usage) => `a key of kind ${c.publicKey.kind} cannot serve ${usage}`),
  },
  {
    rule: 'key_usage_agreement',
    clause: 'RFC 5280 §4.2.1.3',
    check: (c) =>
      (c.keyUsage?.has('encipherOnly') === true || c.keyUsage?.has('decipherOnly') === true) &&
      !c.keyUsage.has('keyAgreement') &&
      'encipherOnly and decipherOnly mean nothing without keyAgreement',
  },
  {
    rule: 'key_usage_ca',
    clause: 'RFC 5280 §4.2.1.3, §4.2.1.9',
    check: (c) =>
      (c.keyUsage?.has('keyCertSign') ?? false) !== (c.basicConstraints?.ca ?? false) &&
      'keyCertSign and cA go together',
  },
  {
    rule: 'extended_key_usage_any',
    clause: 'RFC 5280 §4.2.1.12',
    check: (c) =>
      c.extendedKeyUsage?.includes(OID.anyExtendedKeyUsage) === true && 'anyExtendedKeyUsage opens every purpose',
  },
  {
    rule: 'extended_key_usage_duplicate',
    clause: 'RFC 5280 §4.2.1.12',
    check: ({ extendedKeyUsage: all }) =>
      all?.some((purpose, at) => all.indexOf(purpose) < at) === true && 'a purpose occurs twice',
  },
  {
    rule: 'extended_key_usage_key',
    clause: 'RFC 5280 §4.2.1.12',
    check: (c) =>
      (c.extendedKeyUsage ?? [])
        .filter((purpose) => NEEDS.get(purpose)?.some((usage) => c.keyUsage?.has(usage) ?? true) === false)
        .map((purpose) => `keyUsage does not allow ${oidName(purpose) ?? purpose}`),
  },
];
