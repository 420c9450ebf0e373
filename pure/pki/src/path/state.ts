import { addConstraints, emptyNameState, type NameState } from './names/constraints.ts';
import { anyPolicy, initialGraph, type PolicyGraph } from './policy-graph.ts';
import type { PathInput, PolicyLimits, TrustAnchor } from './types.ts';

/** The state variables of RFC 5280 §6.1.2. Counters reach 0 where their rule takes hold. */
export interface PathState {
  policyGraph: PolicyGraph;
  explicitPolicy: number;
  inhibitAnyPolicy: number;
  policyMapping: number;
  maxPathLength: number;
  readonly names: NameState;
}

/** @param length certificates in the path, the n of RFC 5280 §6.1 */
export function initialState(
  length: number,
  input: Pick<PathInput, 'policies' | 'names'>,
  anchor: TrustAnchor,
): PathState {
  const names = emptyNameState();
  for (const subtrees of [input.names, anchor.constraints?.names]) if (subtrees) addConstraints(names, subtrees, true);
  const either = (flag: 'requireExplicitPolicy' | 'inhibitAnyPolicy' | 'inhibitPolicyMapping'): number =>
    input.policies?.[flag] || anchor.constraints?.policies?.[flag] ? 0 : length + 1;
  return {
    policyGraph: initialGraph(),
    explicitPolicy: either('requireExplicitPolicy'),
    inhibitAnyPolicy: either('inhibitAnyPolicy'),
    policyMapping: either('inhibitPolicyMapping'),
    maxPathLength: Math.min(length, anchor.constraints?.pathLength ?? length),
    names,
  };
}

/** What the caller accepts, cut down to what the anchor may vouch for (RFC 5937 §4.2). */
export function acceptedPolicies(policies: PolicyLimits | undefined, anchor: TrustAnchor): readonly string[] {
  const wanted = policies?.acceptedPolicies ?? [anyPolicy];
  const allowed = anchor.constraints?.policies?.acceptedPolicies ?? [anyPolicy];
  if (allowed.includes(anyPolicy)) return wanted;
  return wanted.includes(anyPolicy) ? allowed : wanted.filter((policy) => allowed.includes(policy));
}
