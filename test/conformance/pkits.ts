import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nodeDigest, nodeVerifier } from '@lanyard/crypto';
import {
  anchorFrom,
  buildAndValidatePath,
  type Certificate,
  type Crl,
  OID,
  parseCertificate,
  parseCrl,
  type PathResult,
  type RefusalCode,
} from '@lanyard/pki';

/** One case of NIST's Public Key Interoperability Test Suite, as `cases.json` writes it. */
export interface PkitsCase {
  readonly test: string;
  readonly title: string;
  /** Trust anchor first, the certificate in question last; what stands between is a bag. */
  readonly path: readonly string[];
  readonly crls: readonly string[];
  readonly initialPolicySet: readonly string[];
  readonly initialExplicitPolicy: boolean;
  readonly initialPolicyMappingInhibit: boolean;
  readonly initialInhibitAnyPolicy: boolean;
  readonly userConstrainedPolicySet: readonly string[] | null;
  readonly shouldValidate: boolean;
}

export const pkitsDir = resolve(process.env.PKITS_DIR ?? join(import.meta.dirname, '../../../shared/pkits'));

/** Null where the data are not there. */
export function readCases(): readonly PkitsCase[] | null {
  const file = join(pkitsDir, 'cases.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PkitsCase[]) : null;
}

/** The data are valid from 2010 to 2030; this is the day the suite was read for. */
const at = new Date('2011-04-15T00:00:00Z');

/** What a case may draw on beside the certificate in question and its anchor. */
export interface Pool {
  readonly certificates: readonly Certificate[];
  readonly crls: readonly Crl[];
}

/** The certificates and CRLs that the case itself names. */
export function ownPool({ path, crls }: PkitsCase): Pool {
  return { certificates: path.slice(1, -1).map(readCertificate), crls: crls.map(readCrl) };
}

/** Every certificate and CRL of the suite. */
export function wholePool(): Pool {
  const files = (folder: string): string[] => readdirSync(join(pkitsDir, folder));
  return { certificates: files('certs').map(readCertificate), crls: files('crls').map(readCrl) };
}

export function runCase(pkits: PkitsCase, { certificates, crls }: Pool): Promise<PathResult> {
  const input = {
    certificate: readCertificate(pkits.path.at(-1) ?? ''),
    intermediates: certificates,
    anchors: [anchorFrom(readCertificate(pkits.path[0] ?? ''))],
    at,
    policies: {
      acceptedPolicies: pkits.initialPolicySet.map(policyOid),
      requireExplicitPolicy: pkits.initialExplicitPolicy,
      inhibitAnyPolicy: pkits.initialInhibitAnyPolicy,
      inhibitPolicyMapping: pkits.initialPolicyMappingInhibit,
    },
    revocation: { mode: 'require', crls },
  } as const;
  return buildAndValidatePath(input, { verifier: nodeVerifier, digest: nodeDigest });
}

/** Null when as expected, else what differs. */
export function difference(pkits: PkitsCase, result: PathResult, reasons: readonly RefusalCode[]): string | null {
  const text = `${pkits.test} ${pkits.title}:`;
  if (result.accepted !== pkits.shouldValidate) {
    return result.accepted
      ? `${text} accepted`
      : `${text} ${result.refusal.code} at ${result.refusal.index}: ${result.refusal.message}`;
  }
  if (!result.accepted) {
    return reasons.includes(result.refusal.code) ? null : `${text} refused for ${result.refusal.code}`;
  }
  if (pkits.userConstrainedPolicySet === null) return null;
  const [found, wanted] = [result.policies.userConstrained, pkits.userConstrainedPolicySet.map(policyOid)].map((set) =>
    set.toSorted().join(),
  );
  return found === wanted ? null : `${text} policies ${found}, expected ${wanted}`;
}

function policyOid(name: string): string {
  const number = /^NIST-test-policy-(\d+)$/.exec(name)?.[1];
  if (number) return `2.16.840.1.101.3.2.1.48.${number}`;
  if (name === 'anyPolicy') return OID.anyPolicy;
  throw new Error(`no such policy: ${name}`);
}

function readCertificate(name: string): Certificate {
  return parseCertificate(readFileSync(join(pkitsDir, 'certs', name)));
}

function readCrl(name: string): Crl {
  return parseCrl(readFileSync(join(pkitsDir, 'crls', name)));
}
