import { existsSync, readFileSync } from 'node:fs';
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
  PkiError,
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

export type Outcome =
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'judged'; readonly result: PathResult };

export async function runCase(pkits: PkitsCase): Promise<Outcome> {
  const certificates = pkits.path.map((name) => read(`certs/${name}`, parseCertificate));
  const unreadable = certificates.find((certificate) => certificate instanceof PkiError);
  if (unreadable instanceof PkiError) return { kind: 'unreadable', why: unreadable.message };
  const [anchor, ...others] = certificates as Certificate[];
  const certificate = others.pop();
  if (!anchor || !certificate) return { kind: 'unreadable', why: 'a case needs an anchor and a certificate' };
  const input = {
    certificate,
    intermediates: others,
    anchors: [anchorFrom(anchor)],
    at,
    policies: {
      acceptedPolicies: pkits.initialPolicySet.map(policyOid),
      requireExplicitPolicy: pkits.initialExplicitPolicy,
      inhibitAnyPolicy: pkits.initialInhibitAnyPolicy,
      inhibitPolicyMapping: pkits.initialPolicyMappingInhibit,
    },
    revocation: { mode: 'require', crls: readCrls(pkits.crls) },
  } as const;
  return { kind: 'judged', result: await buildAndValidatePath(input, { verifier: nodeVerifier, digest: nodeDigest }) };
}

/** Null when as expected, else what differs. */
export function difference(pkits: PkitsCase, outcome: Outcome, reasons: readonly RefusalCode[]): string | null {
  const text = `${pkits.test} ${pkits.title}:`;
  if (outcome.kind === 'unreadable') return `${text} ${outcome.why}`;
  const { result } = outcome;
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

function readCrls(names: readonly string[]): Crl[] {
  // A CRL that cannot be read is as good as none.
  return names.flatMap((name) => {
    const crl = read(`crls/${name}`, parseCrl);
    return crl instanceof PkiError ? [] : [crl];
  });
}

function read<T>(name: string, parse: (der: Uint8Array) => T): T | PkiError {
  try {
    return parse(readFileSync(join(pkitsDir, name)));
  } catch (error) {
    if (error instanceof PkiError) return error;
    throw error;
  }
}
