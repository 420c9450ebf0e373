import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ext } from '../build-extension.ts';
import { anyPolicy, constrainPolicies, extendGraph, initialGraph, mapPolicies } from './policy-graph.ts';
import { certify, type Holder, judge, verdict } from './testing.ts';
import { createWork } from './work.ts';

const policy = (n: number): string => `1.3.6.1.4.1.99999.${n}`;
const [gold, silver, bronze] = [policy(1), policy(2), policy(3)];
const mapping = (issuerDomainPolicy: string, subjectDomainPolicy: string) => ({
  issuerDomainPolicy,
  subjectDomainPolicy,
});

async function chainOf(
  ...levels: (readonly Parameters<typeof ext.raw>[])[]
): Promise<{ root: Holder; authorities: Holder[]; leaf: Holder }> {
  const root = await certify({ name: 'Root', ca: true });
  const authorities: Holder[] = [];
  let leaf = root;
  for (const [at, extensions] of levels.entries()) {
    const last = at === levels.length - 1;
    const wishes = {
      name: last ? 'Leaf' : `CA ${at}`,
      by: authorities.at(-1) ?? root,
      ca: !last,
      extensions: extensions.map((parts) => ext.raw(...parts)),
    };
    leaf = await certify(wishes);
    if (!last) authorities.push(leaf);
  }
  return { root, authorities, leaf };
}

const parts = ({ oid, critical, value }: ReturnType<typeof ext.raw>): Parameters<typeof ext.raw> => [
  oid,
  critical,
  value,
];
const asserts = (...policies: string[]) => parts(ext.policies(policies));
const maps = (...pairs: [string, string][]) => parts(ext.policyMappings(pairs.map(([from, to]) => mapping(from, to))));

async function policiesOf(levels: Parameters<typeof chainOf>, policies: object = {}): Promise<string> {
  const { root, authorities, leaf } = await chainOf(...levels);
  const result = await judge(root, authorities, leaf, { policies });
  return result.accepted
    ? result.policies.userConstrained.map((oid) => oid.split('.').at(-1)).join(' ')
    : verdict(result);
}

test('a policy holds only where every certificate of the path asserts it', async () => {
  assert.equal(await policiesOf([[asserts(gold, silver)], [asserts(gold)]]), '1');
  assert.equal(await policiesOf([[asserts(gold)], [asserts(silver)]]), '');
  assert.equal(await policiesOf([[asserts(gold)], [asserts(silver)]], { requireExplicitPolicy: true }), 'policy 0');
});

test('the accepted policies cut the result down, and refuse only where one is required', async () => {
  const levels = [[asserts(gold, silver)], [asserts(gold, silver)]] satisfies Parameters<typeof chainOf>;
  assert.equal(await policiesOf(levels, { acceptedPolicies: [silver, bronze] }), '2');
  assert.equal(await policiesOf(levels, { acceptedPolicies: [bronze] }), '');
  assert.equal(await policiesOf(levels, { acceptedPolicies: [bronze], requireExplicitPolicy: true }), 'policy 0');
});

test('anyPolicy stands for all until it is inhibited', async () => {
  const levels = [[asserts(anyPolicy)], [asserts(gold)]] satisfies Parameters<typeof chainOf>;
  assert.equal(await policiesOf(levels), '1');
  assert.equal(await policiesOf(levels, { inhibitAnyPolicy: true, requireExplicitPolicy: true }), 'policy 1');
  const inhibited = [[asserts(gold), parts(ext.inhibitAnyPolicy(0))], [asserts(anyPolicy)]] satisfies Parameters<
    typeof chainOf
  >;
  assert.equal(await policiesOf(inhibited, { requireExplicitPolicy: true }), 'policy 0');
});

test('a mapped policy counts as the one of the authority above, unless mapping is inhibited', async () => {
  const levels = [[asserts(gold), maps([gold, silver])], [asserts(silver)]] satisfies Parameters<typeof chainOf>;
  assert.equal(await policiesOf(levels), '1');
  assert.equal(await policiesOf(levels, { acceptedPolicies: [silver], requireExplicitPolicy: true }), 'policy 0');
  assert.equal(await policiesOf(levels, { inhibitPolicyMapping: true, requireExplicitPolicy: true }), 'policy 0');
});

test('the leaf policies are told in its own terms beside those of the anchor', async () => {
  const { root, authorities, leaf } = await chainOf([asserts(gold), maps([gold, silver])], [asserts(silver)]);
  const result = await judge(root, authorities, leaf);
  assert.ok(result.accepted);
  assert.deepEqual(result.policies, { authorityConstrained: [gold], userConstrained: [gold], ofLeaf: [silver] });
});

test('anyPolicy is never mapped', async () => {
  assert.equal(await policiesOf([[asserts(gold), maps([anyPolicy, gold])], [asserts(gold)]]), 'policy 1');
  assert.equal(await policiesOf([[asserts(gold), maps([gold, anyPolicy])], [asserts(gold)]]), 'policy 1');
});

test('requireExplicitPolicy counts down to the certificates it binds', async () => {
  const levels = (skip: number) =>
    [[parts(ext.policyConstraints({ requireExplicitPolicy: skip }))], [], []] satisfies Parameters<typeof chainOf>;
  assert.equal(await policiesOf(levels(0)), 'policy 1');
  assert.equal(await policiesOf(levels(1)), 'policy 0');
  assert.equal(await policiesOf(levels(3)), '');
});

test('mappings of all to all grow the graph linearly, not exponentially (CVE-2023-0464)', () => {
  const work = createWork({ policyNodes: Number.MAX_SAFE_INTEGER });
  const many = Array.from({ length: 30 }, (_, n) => policy(n));
  const all = many.flatMap((from) => many.map((to) => mapping(from, to)));
  let graph = initialGraph();
  for (let depth = 0; depth < 16; depth++) {
    graph = mapPolicies(extendGraph(graph, many, true, work), all, true, work);
    assert.ok((graph?.at(-1)?.size ?? 0) <= many.length);
  }
  assert.equal(constrainPolicies(graph, [anyPolicy], work).authorityConstrained.length, many.length);
  assert.ok(work.spent.policyNodes < 60_000, `${work.spent.policyNodes} nodes and edges`);
});

test('more policies than the limit end in work_limit', async () => {
  const many = Array.from({ length: 400 }, (_, n) => policy(n));
  const { root, authorities, leaf } = await chainOf([asserts(...many)], [asserts(...many)]);
  assert.equal(verdict(await judge(root, authorities, leaf, { limits: { policyNodes: 500 } })), 'work_limit 0');
  assert.equal(verdict(await judge(root, authorities, leaf)), 'accepted');
});
