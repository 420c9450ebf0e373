import { OID } from '../oid.ts';
import type { Work } from './work.ts';

export const anyPolicy: string = OID.anyPolicy;

/**
 * The valid policy graph of RFC 9618, which replaces the tree of RFC 5280 §6.1.2 (a): one node per policy and
 * depth, so mappings cannot make it grow beyond what the certificates themselves name.
 */
export interface PolicyNode {
  readonly policy: string;
  expected: ReadonlySet<string>;
  readonly parents: Set<PolicyNode>;
  children: number;
}

export type PolicyLevel = Map<string, PolicyNode>;

/** Levels from depth 0 (the anchor) downwards; `null` stands for NULL. */
export type PolicyGraph = PolicyLevel[] | null;

export interface PolicyMapping {
  readonly issuerDomainPolicy: string;
  readonly subjectDomainPolicy: string;
}

export function initialGraph(): PolicyGraph {
  return [new Map([[anyPolicy, node(anyPolicy, [], new Set([anyPolicy]))]])];
}

/** RFC 5280 §6.1.3 (d) as replaced by RFC 9618 §5.3: one more level from the policies of a certificate. */
export function extendGraph(
  graph: PolicyGraph,
  policies: readonly string[],
  anyAllowed: boolean,
  work: Work,
): PolicyGraph {
  const above = graph?.at(-1);
  if (graph === null || above === undefined) return null;
  const level: PolicyLevel = new Map();
  const byExpected = indexByExpected(above, work);
  const anyAbove = above.get(anyPolicy);
  work.spend('policyNodes', policies.length);
  for (const policy of policies) {
    if (policy === anyPolicy) continue;
    const parents = byExpected.get(policy) ?? (anyAbove ? [anyAbove] : []);
    if (parents.length > 0) level.set(policy, node(policy, parents, new Set([policy])));
  }
  if (anyAllowed && policies.includes(anyPolicy)) {
    for (const [policy, parents] of byExpected) {
      if (!level.has(policy)) level.set(policy, node(policy, parents, new Set([policy])));
    }
  }
  graph.push(level);
  return prune(graph, work);
}

/** RFC 5280 §6.1.4 (b) as replaced by RFC 9618 §5.4. */
export function mapPolicies(
  graph: PolicyGraph,
  mappings: readonly PolicyMapping[],
  mappingAllowed: boolean,
  work: Work,
): PolicyGraph {
  const level = graph?.at(-1);
  if (graph === null || level === undefined) return null;
  work.spend('policyNodes', mappings.length);
  const targets = new Map<string, Set<string>>();
  for (const { issuerDomainPolicy, subjectDomainPolicy } of mappings) {
    const set = targets.get(issuerDomainPolicy);
    if (set) set.add(subjectDomainPolicy);
    else targets.set(issuerDomainPolicy, new Set([subjectDomainPolicy]));
  }
  for (const [policy, expected] of targets) {
    const found = level.get(policy);
    if (!mappingAllowed) remove(level, found);
    else if (found) found.expected = expected;
    else if (level.has(anyPolicy)) {
      // The anyPolicy node above exists whenever one exists at this depth, for anyPolicy is only expected by itself.
      const parent = graph.at(-2)?.get(anyPolicy);
      if (parent) level.set(policy, node(policy, [parent], expected));
    }
  }
  return prune(graph, work);
}

export interface PolicyOutcome {
  /** What the authorities of the path vouch for, in the anchor's terms. */
  readonly authorityConstrained: readonly string[];
  /** The same, cut down to what the caller accepts. */
  readonly userConstrained: readonly string[];
}

/** RFC 5280 §6.1.5 (g) as replaced by RFC 9618 §5.5. */
export function constrainPolicies(graph: PolicyGraph, accepted: readonly string[], work: Work): PolicyOutcome {
  const authority = new Set<string>();
  for (const level of graph?.slice(1) ?? []) {
    work.spend('policyNodes', level.size);
    for (const { policy, parents } of level.values()) {
      if (policy !== anyPolicy && [...parents].some((parent) => parent.policy === anyPolicy)) authority.add(policy);
    }
  }
  if (graph?.at(-1)?.has(anyPolicy)) authority.add(anyPolicy);
  const authorityConstrained = [...authority];
  if (accepted.includes(anyPolicy)) return { authorityConstrained, userConstrained: authorityConstrained };
  const userConstrained = authority.has(anyPolicy)
    ? [...new Set(accepted)]
    : accepted.filter((policy) => authority.has(policy));
  return { authorityConstrained, userConstrained };
}

function node(policy: string, parents: Iterable<PolicyNode>, expected: ReadonlySet<string>): PolicyNode {
  const all = new Set(parents);
  for (const parent of all) parent.children++;
  return { policy, parents: all, expected, children: 0 };
}

function indexByExpected(level: PolicyLevel, work: Work): Map<string, PolicyNode[]> {
  const index = new Map<string, PolicyNode[]>();
  for (const parent of level.values()) {
    work.spend('policyNodes', parent.expected.size);
    for (const policy of parent.expected) {
      const parents = index.get(policy);
      if (parents) parents.push(parent);
      else index.set(policy, [parent]);
    }
  }
  return index;
}

function remove(level: PolicyLevel, gone: PolicyNode | undefined): void {
  if (!gone) return;
  level.delete(gone.policy);
  for (const parent of gone.parents) parent.children--;
}

/** Takes away, from below upwards, every node above the last level that has no child. */
function prune(graph: PolicyLevel[], work: Work): PolicyGraph {
  for (let depth = graph.length - 2; depth >= 0; depth--) {
    const level = graph[depth] ?? new Map<string, PolicyNode>();
    work.spend('policyNodes', level.size);
    for (const candidate of level.values()) if (candidate.children === 0) remove(level, candidate);
  }
  return graph.at(-1)?.size ? graph : null;
}
