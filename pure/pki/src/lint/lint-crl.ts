import { type Crl, parseCrl } from '../crl.ts';
import type { CrlEntry } from '../crl-entries.ts';
import { PkiError } from '../errors.ts';
import { oidName, OID } from '../oid.ts';
import { applyRules, type Finding, type Rule } from './finding.ts';

const HOUR = 3_600_000;
/** Findings about entries after which lint stops reading: a bad list says the same thing a million times. */
const MAX_ENTRY_FINDINGS = 20;
const ALLOWED = new Set<string>([
  OID.authorityKeyIdentifier,
  OID.crlNumber,
  OID.issuingDistributionPoint,
  OID.deltaCrlIndicator,
  OID.freshestCrl,
  OID.issuerAltName,
  OID.authorityInfoAccess,
]);

export interface CrlRules {
  /** Most hours from thisUpdate to nextUpdate: 48 for shared service providers, 180 else (FPKI CP v2.8 §4.9.7). */
  readonly maxHours?: number;
}

const hasCritical = (crl: Crl, oid: string, critical: boolean): boolean =>
  crl.extensions.some((extension) => extension.oid === oid && extension.critical === critical);

const CRL_RULES: readonly Rule<Crl>[] = [
  { rule: 'crl_version', clause: 'RFC 5280 §5.1.2.1', check: (crl) => crl.version !== 2 && 'version 2 is expected' },
  {
    rule: 'crl_issuer',
    clause: 'RFC 5280 §5.1.2.3',
    check: (crl) => crl.issuer.rdns.length === 0 && 'the issuer has no name',
  },
  {
    rule: 'crl_next_update',
    clause: 'RFC 5280 §5.1.2.5',
    check: (crl) =>
      crl.nextUpdate === undefined
        ? 'nextUpdate is missing'
        : crl.nextUpdate <= crl.thisUpdate && 'nextUpdate is not after thisUpdate',
  },
  {
    rule: 'crl_authority_key_identifier',
    clause: 'RFC 5280 §5.2.1',
    check: (crl) => crl.authorityKeyIdentifier?.keyIdentifier === undefined && 'authorityKeyIdentifier is missing',
  },
  {
    rule: 'crl_number',
    clause: 'RFC 5280 §5.2.3',
    check: (crl) => crl.crlNumber === undefined && 'cRLNumber is missing',
  },
  {
    rule: 'crl_criticality',
    clause: 'RFC 5280 §5.2',
    check: (crl) => [
      ...(hasCritical(crl, OID.issuingDistributionPoint, false) ? ['issuingDistributionPoint is critical'] : []),
      ...(hasCritical(crl, OID.deltaCrlIndicator, false) ? ['deltaCRLIndicator is critical'] : []),
      ...[OID.authorityKeyIdentifier, OID.crlNumber, OID.freshestCrl]
        .filter((oid) => hasCritical(crl, oid, true))
        .map((oid) => `${oidName(oid)} is not critical`),
    ],
  },
  {
    rule: 'crl_extension',
    clause: 'FPKI Common Profiles v2.2 worksheet 14',
    check: (crl) => crl.extensions.filter((e) => !ALLOWED.has(e.oid)).map((e) => `extension ${e.oid} does not occur`),
  },
  {
    rule: 'crl_scope',
    clause: 'FPKI Common Profiles v2.2 worksheet 14',
    check: (crl) => {
      const scope = crl.issuingDistributionPoint;
      return (
        (scope?.onlySomeReasons !== undefined || scope?.indirectCrl === true) &&
        'the CRL is partial by reason or indirect'
      );
    },
  },
];

/** Holds a CRL, every entry included, against RFC 5280 §5 and the federal worksheet. */
export function lintCrl(crl: Uint8Array | Crl, { maxHours }: CrlRules = {}): Finding[] {
  const parsed = 'entryCount' in crl ? crl : parse(crl);
  if ('severity' in parsed) return [parsed];
  return [...applyRules(parsed, CRL_RULES), ...lintWindow(parsed, maxHours), ...lintEntries(parsed)];
}

function lintWindow({ thisUpdate, nextUpdate }: Crl, maxHours: number | undefined): Finding[] {
  const hours = nextUpdate === undefined ? 0 : (nextUpdate.getTime() - thisUpdate.getTime()) / HOUR;
  if (maxHours === undefined || hours <= maxHours) return [];
  const message = `valid for ${Math.ceil(hours)} hours, at most ${maxHours} are allowed`;
  return [{ rule: 'crl_window', clause: 'FPKI CP v2.8 §4.9.7', message, severity: 'error' }];
}

function lintEntries(crl: Crl): Finding[] {
  const findings: Finding[] = [];
  for (const entry of crl.entries()) {
    for (const message of flawsOf(entry, crl)) {
      findings.push({
        rule: 'crl_entry',
        clause: 'RFC 5280 §5.3',
        message: `entry ${entry.serial}: ${message}`,
        severity: 'error',
      });
    }
    if (findings.length >= MAX_ENTRY_FINDINGS) break;
  }
  return findings;
}

function* flawsOf(entry: CrlEntry, crl: Crl): Generator<string> {
  const { serialBytes, reason, revokedAt } = entry;
  if (serialBytes.length > 20 || (serialBytes[0] ?? 0) >= 0x80) yield 'the serial number is negative or too long';
  if (reason === 'unspecified') yield 'the reason unspecified is left out';
  if (reason === 'removeFromCRL' && crl.baseCrlNumber === undefined) yield 'removeFromCRL occurs only in delta CRLs';
  if (revokedAt > crl.thisUpdate) yield 'revoked after the CRL was made';
  if (crl.version === 1 && entry.extensions.length > 0) yield 'a version 1 CRL has no entry extensions';
  for (const extension of entry.extensions) {
    // Only certificateIssuer changes the meaning of an entry for readers that do not know it (§5.3.3).
    if (extension.critical !== (extension.oid === OID.certificateIssuer)) yield `criticality of ${extension.oid}`;
  }
}

function parse(der: Uint8Array): Crl | Finding {
  try {
    return parseCrl(der);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return {
      rule: 'parse',
      clause: 'RFC 5280 §5.1, X.690',
      message: `${error.code}: ${error.message}`,
      severity: 'error',
    };
  }
}
