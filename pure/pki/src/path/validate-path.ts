import type { Finding } from './refusal.ts';
import { finding } from './refusal.ts';
import { anyPolicy, constrainPolicies } from './policy-graph.ts';
import { checkCritical, checkValidity, prepareNext, processCertificate } from './process-certificate.ts';
import { checkPurpose } from './purpose.ts';
import type { CandidatePath } from './search.ts';
import type { Signatures } from './signatures.ts';
import { acceptedPolicies, initialState, type PathState } from './state.ts';
import type { PathInput, PolicyResult } from './types.ts';
import type { Work } from './work.ts';

/** How far a path came; of several failures the one furthest on tells most. */
export interface PathFailure {
  readonly finding: Finding;
  readonly index: number;
  readonly progress: number;
}

export type PathVerdict = { readonly policies: PolicyResult } | PathFailure;

export type ValidationRequest = Pick<PathInput, 'at' | 'policies' | 'names' | 'purpose'>;

export interface ValidationTools {
  readonly signatures: Signatures;
  readonly work: Work;
}

const stage = { signatures: 0, rules: 1000, purpose: 2000, status: 3000 } as const;

export function statusFailure(failure: Finding, index: number, length: number): PathFailure {
  return { finding: failure, index, progress: stage.status + length - index };
}

/**
 * Path validation of RFC 5280 §6.1 without status. Signatures come first: nothing else in a certificate means anything before, and a
 * forged candidate never hides what is wrong with the real one.
 */
export async function validatePath(
  path: CandidatePath,
  request: ValidationRequest,
  tools: ValidationTools,
): Promise<PathVerdict> {
  const forged = await checkSignatures(path, tools.signatures);
  if (forged) return forged;
  const { anchor, chain } = path;
  const stale = anchor.certificate && checkValidity(anchor.certificate, request.at);
  if (stale) return { finding: finding('anchor_expired', stale.message), index: chain.length, progress: stage.rules };
  const state = initialState(chain.length, request, anchor);
  for (let index = chain.length - 1; index >= 0; index--) {
    const failure = checkOne(path, index, state, request, tools.work);
    if (failure) return { finding: failure, index, progress: stage.rules + chain.length - index };
  }
  const policies = wrapUp(path, state, request, tools.work);
  if (!policies)
    return {
      finding: finding('policy', 'no accepted policy is valid for the path'),
      index: 0,
      progress: stage.purpose,
    };
  const misuse = request.purpose && checkPurpose(chain, request.purpose);
  return misuse ? { ...misuse, progress: stage.purpose } : { policies };
}

async function checkSignatures({ chain, anchor }: CandidatePath, signatures: Signatures): Promise<PathFailure | null> {
  let spki = anchor.spki;
  for (let index = chain.length - 1; index >= 0; index--) {
    const certificate = chain[index]?.certificate;
    if (!certificate) continue;
    const verdict = await signatures.check(certificate, spki);
    const progress = stage.signatures + chain.length - index;
    if (verdict === 'unsupported') {
      const { oid } = certificate.signatureAlgorithm;
      return {
        finding: finding('unsupported_algorithm', `signature algorithm ${oid} with its issuer's key is not accepted`),
        index,
        progress,
      };
    }
    if (verdict === 'wrong') {
      return { finding: finding('signature', "the signature is not its issuer's"), index, progress };
    }
    spki = certificate.spki;
  }
  return null;
}

function checkOne(
  { chain }: CandidatePath,
  index: number,
  state: PathState,
  request: ValidationRequest,
  work: Work,
): Finding | null {
  const facts = chain[index];
  if (!facts) return null;
  const last = index === 0;
  return (
    processCertificate(state, facts, last, request.at, work) ??
    (last ? checkCritical(facts.certificate) : prepareNext(state, facts, work))
  );
}

/** RFC 5280 §6.1.5 (a), (b), (g); null where the policies do not suffice. */
function wrapUp(
  { chain, anchor }: CandidatePath,
  state: PathState,
  request: ValidationRequest,
  work: Work,
): PolicyResult | null {
  const leaf = chain[0]?.certificate;
  const explicitPolicy =
    leaf?.policyConstraints?.requireExplicitPolicy === 0 ? 0 : Math.max(0, state.explicitPolicy - 1);
  const accepted = acceptedPolicies(request.policies, anchor);
  const outcome = constrainPolicies(state.policyGraph, accepted, work);
  if (explicitPolicy === 0 && outcome.userConstrained.length === 0) return null;
  const ofLeaf = [...(state.policyGraph?.at(-1)?.keys() ?? [])].filter(
    (policy) => policy !== anyPolicy || accepted.includes(anyPolicy),
  );
  return { ...outcome, ofLeaf };
}
