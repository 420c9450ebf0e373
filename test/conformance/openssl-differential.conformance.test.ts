import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { nodeDigest, nodeVerifier } from '@lanyard/crypto';
import {
  anchorFrom,
  buildAndValidatePath,
  type Bytes,
  type Crl,
  nameKey,
  OID,
  parseCertificate,
  parseCrl,
  type PathInput,
  type TrustAnchor,
} from '@lanyard/pki';
import { at, makeRoot, rootCrl, signChain, type SignedChain } from './chain-draft.ts';
import { draftChain } from './draft-chain.ts';
import { type Group, type Mutation, mutations } from './mutations.ts';
import { opensslVerify, opensslVersion } from './openssl-verify.ts';

const chainsOfEach = 40;

/** Where the two judge differently on purpose: whose verdict is the stricter one, and why. */
const explained: Readonly<Record<string, { readonly stricter: 'ours' | 'openssl'; readonly why: string }>> = {
  'last moment of validity': {
    stricter: 'openssl',
    why: 'RFC 5280 §4.1.2.5 includes the last moment; X509_cmp_time has no answer for equal and takes it for past',
  },
  'wrong authority key identifier': {
    stricter: 'openssl',
    why: 'the identifier is a hint (RFC 4158 §3.5.12): name and signature decide here, openssl looks for another issuer',
  },
  'dns wildcard over an excluded name': {
    stricter: 'ours',
    why: '*.example.test also stands for the excluded secret.example.test; openssl compares the text alone',
  },
  'upn permitted': {
    stricter: 'openssl',
    why: 'openssl has no rule for names of this kind and refuses them all where they are constrained',
  },
  'authority for any purpose': {
    stricter: 'openssl',
    why: 'anyExtendedKeyUsage in an authority restricts nothing (RFC 5280 §4.2.1.12); openssl asks for the purpose itself',
  },
};

interface Case extends SignedChain {
  readonly mutation: Mutation;
  readonly root: Bytes;
  /** With a self-issued certificate in it there may be a way around the mutation, or another failure that tells more. */
  readonly rollover: boolean;
}

const seed = Number(process.env.DIFFERENTIAL_SEED ?? 20260601);
const version = opensslVersion();
if (!version) {
  test('chains are judged as openssl judges them', { skip: 'openssl differential: not run (no openssl)' }, () => {});
} else {
  test(`chains, good and mutated, are judged as openssl judges them, or the difference is explained`, async () => {
    const random = randomFrom(seed);
    const { cases, roots, rootLists } = await makeCases(random);
    const anchors = roots.map((der) => anchorFrom(parseCertificate(der)));
    const differences = new Map<string, string[]>();
    const unexpected: string[] = [];
    const dir = mkdtempSync(join(tmpdir(), 'lanyard-differential-'));
    try {
      for (const [group, ofGroup] of Map.groupBy(cases, ({ mutation }) => mutation.group)) {
        const input = {
          roots,
          intermediates: ofGroup.flatMap((c) => c.intermediates),
          crls: [...rootLists, ...ofGroup.flatMap((c) => c.crls)],
          leaves: ofGroup.map((c) => c.leaf),
        };
        const theirs = opensslVerify(dir, group, input);
        for (const [index, one] of ofGroup.entries()) {
          const ours = await judge(one, anchors, rootLists);
          const their = theirs[index] ?? null;
          const { name, expected } = one.mutation;
          if (!one.rollover && !expected.includes(ours?.split(' ')[0] ?? 'accepted')) {
            unexpected.push(`${name}: ${ours ?? 'accepted'}, expected ${expected.join(' or ')}`);
          }
          if ((ours === null) === (their === null)) continue;
          const stricter = ours === null ? 'openssl' : 'ours';
          const list = differences.get(name) ?? [];
          differences.set(name, [...list, `${stricter}: ${ours ?? their}`]);
        }
      }
    } finally {
      rmSync(dir, { recursive: true });
    }
    report(cases.length, differences);
    assert.deepEqual(unexpected, []);
    const surprises = [...differences].filter(
      ([name, list]) => !list.every((text) => text.startsWith(`${explained[name]?.stricter}:`)),
    );
    assert.deepEqual(surprises, [], 'a difference that nobody explained');
    assert.deepEqual(
      Object.keys(explained).filter((name) => !differences.has(name)),
      [],
      'an explained difference that does not occur any more',
    );
    assert.ok(cases.length >= 1000);
  });
}

function report(count: number, differences: ReadonlyMap<string, readonly string[]>): void {
  const differing = [...differences.values()].reduce((sum, list) => sum + list.length, 0);
  console.log(
    `openssl differential: ${count} chains, seed ${seed}, ${version}: ${count - differing} judged alike, ${differing} differ as explained`,
  );
  for (const name of differences.keys())
    console.log(`  ${name}: stricter is ${explained[name]?.stricter ?? '?'}: ${explained[name]?.why ?? 'UNEXPLAINED'}`);
}

async function makeCases(random: () => number): Promise<{ cases: Case[]; roots: Bytes[]; rootLists: Bytes[] }> {
  const roots = await Promise.all([0, 1, 2, 3].map((number) => makeRoot(number, random)));
  const cases: Case[] = [];
  for (const mutation of mutations) {
    for (let copy = 0; copy < chainsOfEach; copy++) {
      const root = roots[copy % roots.length];
      if (!root) continue;
      const chain = await draftChain(cases.length, root, random, mutation.group === 'plain');
      const rollover = chain.levels.some(({ name, issuer }) => nameKey(name) === nameKey(issuer));
      mutation.apply(chain, random);
      cases.push({ ...(await signChain(chain)), mutation, root: root.certificate, rollover });
    }
  }
  return {
    cases,
    roots: roots.map(({ certificate }) => certificate),
    rootLists: await Promise.all(roots.map(rootCrl)),
  };
}

const options: Readonly<Record<Group, (crls: readonly Crl[]) => Partial<PathInput> & Pick<PathInput, 'revocation'>>> = {
  plain: () => ({ revocation: { mode: 'off' } }),
  crl: (crls) => ({ revocation: { mode: 'require', crls } }),
  'explicit-policy': () => ({ revocation: { mode: 'off' }, policies: { requireExplicitPolicy: true } }),
  purpose: () => ({
    revocation: { mode: 'off' },
    purpose: { keyUsage: ['digitalSignature'], extendedKeyUsage: [OID.clientAuth] },
  }),
};

/** Null where ours accepts, else the refusal. */
async function judge(
  { leaf, intermediates, crls, mutation }: Case,
  anchors: readonly TrustAnchor[],
  rootLists: readonly Bytes[],
): Promise<string | null> {
  const input: PathInput = {
    certificate: parseCertificate(leaf),
    intermediates: intermediates.map((der) => parseCertificate(der)),
    anchors,
    at,
    ...options[mutation.group]([...rootLists, ...crls].map((der) => parseCrl(der))),
  };
  const result = await buildAndValidatePath(input, { verifier: nodeVerifier, digest: nodeDigest });
  return result.accepted ? null : `${result.refusal.code} at ${result.refusal.index}: ${result.refusal.message}`;
}

/** mulberry32: small, and the same everywhere. */
function randomFrom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
