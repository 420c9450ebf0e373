import type { Certificate } from '../certificate.ts';
import { OID } from '../oid.ts';
import { constrainedNames, type CertificateFacts, isCritical, unknownCritical } from './facts.ts';
import { addConstraints, checkNames } from './names/constraints.ts';
import { anyPolicy, extendGraph, mapPolicies } from './policy-graph.ts';
import { type Finding, finding } from './refusal.ts';
import type { PathState } from './state.ts';
import type { Work } from './work.ts';

/** Basic processing of one certificate, RFC 5280 §6.1.3 without signature and status. */
export function processCertificate(
  state: PathState,
  facts: CertificateFacts,
  last: boolean,
  at: Date,
  work: Work,
): Finding | null {
  const { certificate, selfIssued } = facts;
  return (
    checkValidity(certificate, at) ??
    // (b), (c): a self-issued certificate only carries a key over, unless it is the leaf.
    (selfIssued && !last ? null : checkNames(state.names, constrainedNames(certificate), work)) ??
    processPolicies(state, facts, last, work)
  );
}

export function checkValidity(
  { notBefore, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>,
  at: Date,
): Finding | null {
  if (at < notBefore) return finding('not_yet_valid', `valid from ${notBefore.toISOString()} on`);
  return at > notAfter ? finding('expired', `valid until ${notAfter.toISOString()}`) : null;
}

/** §6.1.3 (d) to (f). */
function processPolicies(
  state: PathState,
  { certificate, selfIssued }: CertificateFacts,
  last: boolean,
  work: Work,
): Finding | null {
  const policies = certificate.certificatePolicies?.map(({ policy }) => policy);
  const anyAllowed = state.inhibitAnyPolicy > 0 || (!last && selfIssued);
  state.policyGraph = policies ? extendGraph(state.policyGraph, policies, anyAllowed, work) : null;
  if (state.explicitPolicy > 0 || state.policyGraph !== null) return null;
  return finding('policy', 'no policy is valid for the path down to here, and one is required', 'RFC 5280 §6.1.3 (f)');
}

/** Preparation for the certificate below, RFC 5280 §6.1.4. */
export function prepareNext(state: PathState, facts: CertificateFacts, work: Work): Finding | null {
  const { certificate, selfIssued } = facts;
  const failure = processMappings(state, certificate, work);
  if (failure) return failure;
  if (certificate.nameConstraints) {
    addConstraints(state.names, certificate.nameConstraints, isCritical(certificate, OID.nameConstraints));
  }
  lowerCounters(state, certificate, selfIssued);
  return checkAuthority(state, facts) ?? checkCritical(certificate);
}

/** (a), (b). */
function processMappings(state: PathState, { policyMappings }: Certificate, work: Work): Finding | null {
  if (!policyMappings) return null;
  if (policyMappings.some((map) => map.issuerDomainPolicy === anyPolicy || map.subjectDomainPolicy === anyPolicy)) {
    return finding('policy', 'anyPolicy is mapped', 'RFC 5280 §6.1.4 (a)');
  }
  state.policyGraph = mapPolicies(state.policyGraph, policyMappings, state.policyMapping > 0, work);
  return null;
}

/** (h) to (j). */
function lowerCounters(
  state: PathState,
  { policyConstraints, inhibitAnyPolicy }: Certificate,
  selfIssued: boolean,
): void {
  if (!selfIssued) {
    state.explicitPolicy = Math.max(0, state.explicitPolicy - 1);
    state.policyMapping = Math.max(0, state.policyMapping - 1);
    state.inhibitAnyPolicy = Math.max(0, state.inhibitAnyPolicy - 1);
  }
  state.explicitPolicy = Math.min(state.explicitPolicy, policyConstraints?.requireExplicitPolicy ?? Infinity);
  state.policyMapping = Math.min(state.policyMapping, policyConstraints?.inhibitPolicyMapping ?? Infinity);
  state.inhibitAnyPolicy = Math.min(state.inhibitAnyPolicy, inhibitAnyPolicy ?? Infinity);
}

/** (k) to (n). */
function checkAuthority(state: PathState, { certificate, selfIssued }: CertificateFacts): Finding | null {
  const { basicConstraints, keyUsage } = certificate;
  if (!basicConstraints?.ca) return finding('not_ca', 'it is not marked as a certificate authority');
  if (!selfIssued) {
    if (state.maxPathLength <= 0) {
      return finding('path_length', 'the authorities above allow no further authority here');
    }
    state.maxPathLength--;
  }
  state.maxPathLength = Math.min(state.maxPathLength, basicConstraints.pathLength ?? Infinity);
  if (keyUsage && !keyUsage.has('keyCertSign')) {
    return finding('key_usage', 'its key may not sign certificates', 'RFC 5280 §6.1.4 (n)');
  }
  return null;
}

/** §6.1.4 (o), §6.1.5 (f). */
export function checkCritical(certificate: Certificate): Finding | null {
  const oid = unknownCritical(certificate);
  return oid === undefined
    ? null
    : finding('unknown_critical_extension', `critical extension ${oid} is not understood`);
}
