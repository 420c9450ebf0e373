import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ext } from '../build-extension.ts';
import { certsOnly } from '../cms/certs-only.ts';
import {
  certify,
  countingPorts,
  daysFrom,
  tampered,
  type Holder,
  judge,
  named,
  newSigner,
  ports,
  verdict,
} from './testing.ts';
import type { FetchRequest, PathPorts } from './types.ts';

/** `count` authorities, each certified by every other. */
async function maze(count: number): Promise<{ readonly members: Holder[]; readonly crosses: Holder[] }> {
  const members = await Promise.all(
    Array.from({ length: count }, (_, at) => certify({ name: `Maze ${at}`, ca: true })),
  );
  const crosses: Holder[] = [];
  for (const by of members) {
    for (const other of members)
      if (by !== other) {
        crosses.push(await certify({ name: other.certificate.subject, signer: other.signer, by, ca: true }));
      }
  }
  return { members, crosses };
}

test('two authorities that certify each other do not hold the search up', async () => {
  const root = await certify({ name: 'Root', ca: true });
  const [a, b] = [await certify({ name: 'A', ca: true }), await certify({ name: 'B', ca: true })];
  const loop = [
    await certify({ name: 'A', signer: a.signer, by: b, ca: true }),
    await certify({ name: 'B', signer: b.signer, by: a, ca: true }),
  ];
  const leaf = await certify({ name: 'Leaf', by: a });
  const { ports: counted, count } = countingPorts();
  assert.equal(verdict(await judge(root, loop, leaf, {}, counted)), 'no_path 2');
  assert.equal(count(), 0, 'nothing leads to the anchor by name, so nothing is verified');
});

test('in a maze of cross-certificates the short way out is found first', async () => {
  const { members, crosses } = await maze(7);
  const [last] = members.slice(-1);
  assert.ok(last);
  const root = await certify({ name: 'Root', ca: true });
  const exit = await certify({ name: last.certificate.subject, signer: last.signer, by: root, ca: true });
  const leaf = await certify({ name: 'Leaf', by: last });
  const { ports: counted, count } = countingPorts();
  const result = await judge(root, [...crosses, exit], leaf, {}, counted);
  assert.ok(result.accepted);
  assert.deepEqual(result.path, [leaf.certificate, exit.certificate]);
  assert.equal(count(), 2);
});

test('a maze whose only exit is forged ends within the bounds', async () => {
  const { members, crosses } = await maze(9);
  const root = await certify({ name: 'Root', ca: true });
  const forger = await certify({ name: 'Root', ca: true });
  const exits = await Promise.all(
    members.map(({ certificate, signer }) => certify({ name: certificate.subject, signer, by: forger, ca: true })),
  );
  const [first] = members;
  assert.ok(first);
  const leaf = await certify({ name: 'Leaf', by: first });
  const { ports: counted, count } = countingPorts();
  const result = await judge(root, [...crosses, ...exits], leaf, {}, counted);
  assert.ok(!result.accepted);
  assert.ok(count() <= 160, `${count()} signatures were checked`);
  assert.ok(result.spent.candidates <= 4097 && result.spent.paths <= 65);
});

test('thousands of authorities with one name cost no more than the limit', async () => {
  const root = await certify({ name: 'Root', ca: true });
  const real = await certify({ name: 'CA', by: root, ca: true });
  const leaf = await certify({ name: 'Leaf', by: real });
  const one = await certify({ name: 'CA', by: await certify({ name: 'Root', ca: true }), ca: true });
  // Parsed once and varied in memory: three thousand real signatures would only slow the test.
  const flood: Holder[] = Array.from({ length: 3000 }, (_, at) => {
    const der = one.certificate.der.slice();
    const spki = one.certificate.spki.slice();
    spki.set([at >> 8, at & 0xff], spki.length - 2);
    der.set([at >> 8, at & 0xff], der.length - 2);
    return { certificate: { ...one.certificate, der, spki }, signer: one.signer };
  });
  const { ports: counted, count } = countingPorts();
  assert.equal(verdict(await judge(root, flood, leaf, {}, counted)), 'work_limit 0');
  assert.ok(count() <= 160, `${count()} signatures were checked`);
  assert.equal(
    verdict(await judge(root, flood, leaf, { limits: { signatures: 10, candidates: 10_000 } }, counted)),
    'work_limit 0',
  );
});

test('key identifiers lead to the right one of many authorities with one name', async () => {
  const root = await certify({ name: 'Root', ca: true });
  const identifier = (at: number) => Uint8Array.of(1, 2, 3, at);
  const many = await Promise.all(
    Array.from({ length: 40 }, (_, at) =>
      certify({ name: 'CA', by: root, ca: true, extensions: [ext.subjectKeyIdentifier(identifier(at))] }),
    ),
  );
  const [issuer] = many.slice(33);
  assert.ok(issuer);
  const leaf = await certify({ name: 'Leaf', by: issuer, extensions: [ext.authorityKeyIdentifier(identifier(33))] });
  const { ports: counted, count } = countingPorts();
  assert.equal(verdict(await judge(root, many, leaf, {}, counted)), 'accepted');
  assert.equal(count(), 2);
});

test('a wrong key identifier is only a hint: the path is found all the same', async () => {
  const root = await certify({ name: 'Root', ca: true });
  const ca = await certify({
    name: 'CA',
    by: root,
    ca: true,
    extensions: [ext.subjectKeyIdentifier(Uint8Array.of(1))],
  });
  const leaf = await certify({ name: 'Leaf', by: ca, extensions: [ext.authorityKeyIdentifier(Uint8Array.of(2))] });
  assert.equal(verdict(await judge(root, [ca], leaf)), 'accepted');
});

test('a path longer than the limit is not looked for', async () => {
  const root = await certify({ name: 'Root', ca: true });
  const chain: Holder[] = [];
  for (let depth = 0; depth < 5; depth++)
    chain.push(await certify({ name: `CA ${depth}`, by: chain.at(-1) ?? root, ca: true }));
  const leaf = await certify({ name: 'Leaf', by: chain.at(-1) ?? root });
  assert.equal(verdict(await judge(root, chain, leaf)), 'accepted');
  const short = await judge(root, chain, leaf, { limits: { pathLength: 5 } });
  assert.ok(!short.accepted && short.refusal.code === 'no_path');
});

test('a missing issuer is fetched from caIssuers, alone or in a bundle, several deep', async () => {
  const root = await certify({ name: 'Root', ca: true });
  const upper = await certify({ name: 'Upper', by: root, ca: true });
  const lower = await certify({
    name: 'Lower',
    by: upper,
    ca: true,
    extensions: [ext.authorityInfoAccess({ caIssuers: ['http://a.test/upper.p7c'] })],
  });
  const leaf = await certify({
    name: 'Leaf',
    by: lower,
    extensions: [ext.authorityInfoAccess({ caIssuers: ['ldap://x', 'http://a.test/lower.cer'] })],
  });
  const { fetching, asked } = fetcher({
    'http://a.test/lower.cer': lower.certificate.der,
    'http://a.test/upper.p7c': certsOnly([upper.certificate.der]),
  });
  assert.equal(verdict(await judge(root, [], leaf, {}, fetching)), 'accepted');
  assert.deepEqual(
    asked.map(({ kind, url }) => `${kind} ${url}`),
    ['issuers http://a.test/lower.cer', 'issuers http://a.test/upper.p7c'],
  );
  const bounded = await judge(root, [], leaf, { limits: { fetchDepth: 1 } }, fetching);
  assert.equal(verdict(bounded), 'no_path 1');
});

test('fetching is bounded, asks nothing twice, and garbage or a throw is no answer', async () => {
  const root = await certify({ name: 'Root', ca: true });
  const ca = await certify({ name: 'CA', by: root, ca: true });
  const urls = Array.from({ length: 50 }, (_, at) => `http://a.test/${at % 40}`);
  const leaf = await certify({ name: 'Leaf', by: ca, extensions: [ext.authorityInfoAccess({ caIssuers: urls })] });
  const { fetching, asked } = fetcher({ 'http://a.test/0': Uint8Array.of(1, 2, 3) });
  assert.equal(verdict(await judge(root, [], leaf, { limits: { fetches: 10 } }, fetching)), 'no_path 0');
  assert.equal(asked.length, 10);
  assert.equal(asked[0]?.maxBytes, 32 * 1024 * 1024);
  const angry: PathPorts = { ...ports, fetcher: { fetch: () => Promise.reject(new Error('no network')) } };
  assert.equal(verdict(await judge(root, [], leaf, {}, angry)), 'no_path 0');
});

test('what is at hand is used before anything is fetched', async () => {
  const root = await certify({ name: 'Root', ca: true });
  const ca = await certify({ name: 'CA', by: root, ca: true });
  const leaf = await certify({
    name: 'Leaf',
    by: ca,
    extensions: [ext.authorityInfoAccess({ caIssuers: ['http://a.test/ca'] })],
  });
  const { fetching, asked } = fetcher({});
  assert.equal(verdict(await judge(root, [ca], leaf, {}, fetching)), 'accepted');
  assert.deepEqual(asked, []);
});

test('for a fault of the leaf itself no other issuer is fetched', async () => {
  const root = await certify({ name: 'Root', ca: true });
  const extensions = [ext.authorityInfoAccess({ caIssuers: ['http://a.test/ca'] })];
  const leaf = await certify({ name: 'Leaf', by: root, extensions, notAfter: daysFrom(-1) });
  const { fetching, asked } = fetcher({});
  assert.equal(verdict(await judge(root, [], leaf, {}, fetching)), 'expired 0');
  assert.deepEqual(asked, []);
});

test('a forged copy of a certificate does not push the real one out', async () => {
  const root = await certify({ name: 'Root', ca: true });
  const ca = await certify({ name: 'CA', by: root, ca: true });
  const leaf = await certify({ name: 'Leaf', by: ca });
  assert.equal(verdict(await judge(root, [tampered(ca), ca], leaf)), 'accepted');
});

test('a new key certified by the old one under the same name is no loop', async () => {
  const root = await certify({ name: 'Root', ca: true });
  const old = await certify({ name: 'CA', by: root, ca: true });
  const renewed = await certify({ name: named('CA'), by: old, ca: true, signer: await newSigner() });
  const leaf = await certify({ name: 'Leaf', by: renewed });
  const result = await judge(root, [renewed, old], leaf);
  assert.ok(result.accepted);
  assert.equal(result.path.length, 3);
});

function fetcher(answers: Record<string, Uint8Array<ArrayBuffer>>): {
  readonly fetching: PathPorts;
  readonly asked: FetchRequest[];
} {
  const asked: FetchRequest[] = [];
  const fetch = (request: FetchRequest) => {
    asked.push(request);
    return answers[request.url] ?? null;
  };
  return { fetching: { ...ports, fetcher: { fetch } }, asked };
}
