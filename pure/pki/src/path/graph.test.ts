import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Signer } from '../ports.ts';
import { certify, daysFrom, type Holder, judge, named, newSigner } from './testing.ts';

/** An authority of a random net: a name, which two may share, and a key of its own. */
interface Node {
  readonly name: string;
  readonly key: number;
}

/** `by` certifies `to`; what is wrong with the certificate, if anything. */
interface Edge {
  readonly by: number;
  readonly to: number;
  readonly fault: 'none' | 'expired' | 'no authority' | 'path length 0';
}

interface Net {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

const nets: fc.Arbitrary<Net> = fc.record({
  nodes: fc.constant(['R', 'A', 'A', 'B', 'C', 'C'].map((name, key) => ({ name, key }))),
  edges: fc.array(
    fc.record({
      by: fc.nat({ max: 5 }),
      to: fc.nat({ max: 5 }),
      fault: fc.constantFrom<Edge['fault']>('none', 'none', 'none', 'expired', 'no authority', 'path length 0'),
    }),
    { minLength: 3, maxLength: 12 },
  ),
});

/** The rules of RFC 5280 §6.1 that these nets can break, over every simple way from node 0 to the issuer of the leaf. */
function reaches({ nodes, edges }: Net, target: number): boolean {
  const walk = (at: number, seen: readonly number[], room: number): boolean => {
    if (at === target) return true;
    return edges.some(({ by, to, fault }) => {
      if (by !== at || seen.includes(to) || fault === 'expired' || fault === 'no authority') return false;
      const selfIssued = nodes[by]?.name === nodes[to]?.name;
      if (!selfIssued && room <= 0) return false;
      const left = selfIssued ? room : room - 1;
      return walk(to, [...seen, to], fault === 'path length 0' ? 0 : left);
    });
  };
  return walk(0, [0], 99);
}

async function build(
  { nodes, edges }: Net,
  signers: readonly Signer[],
): Promise<{ root: Holder; bag: Holder[]; leaf: Holder; target: number }> {
  const holders = await Promise.all(nodes.map(({ name, key }) => certify({ name, ca: true, ...pick(signers, key) })));
  const at = (index: number): Holder => holders[index] ?? assert.fail('no such node');
  const bag = await Promise.all(
    edges.map(({ by, to, fault }) =>
      certify({
        name: named(nodes[to]?.name ?? ''),
        signer: at(to).signer,
        by: at(by),
        ca: fault === 'path length 0' ? 0 : fault !== 'no authority',
        ...(fault === 'expired' && { notAfter: daysFrom(-1) }),
      }),
    ),
  );
  const target = edges.at(-1)?.to ?? 0;
  return { root: at(0), bag, leaf: await certify({ name: 'Leaf', by: at(target) }), target };
}

function pick(signers: readonly Signer[], key: number): { signer?: Signer } {
  const signer = signers[key];
  return signer ? { signer } : {};
}

test('in random nets of authorities a path is found exactly when an exhaustive search finds one', async () => {
  const signers = await Promise.all(Array.from({ length: 6 }, newSigner));
  const verdicts = { yes: 0, no: 0 };
  const property = fc.asyncProperty(nets, async (net) => {
    const { root, bag, leaf, target } = await build(net, signers);
    const result = await judge(root, bag, leaf);
    const expected = reaches(net, target);
    verdicts[expected ? 'yes' : 'no']++;
    assert.equal(result.accepted, expected, result.accepted ? 'accepted' : result.refusal.message);
  });
  await fc.assert(property, { numRuns: 80, seed: 5280 });
  assert.ok(verdicts.yes > 15 && verdicts.no > 15, JSON.stringify(verdicts));
});
