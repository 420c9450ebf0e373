import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { crlExt, type CrlEntryInput } from '../build-crl.ts';
import { ext } from '../build-extension.ts';
import type { Crl } from '../crl.ts';
import type { GeneralName } from '../general-name.ts';
import {
  certify,
  countingPorts,
  type CrlWishes,
  daysFrom,
  type Holder,
  judge,
  noon,
  ports,
  revocationList,
  verdict,
} from '../path/testing.ts';
import { createValidationCache } from '../path/signatures.ts';
import type { FetchRequest, PathPorts } from '../path/types.ts';
import type { RevocationInput } from './types.ts';

let root: Holder;
let ca: Holder;
let leaf: Holder;
let rootCrl: Crl;

before(async () => {
  root = await certify({ name: 'Root', ca: true });
  ca = await certify({ name: 'CA', by: root, ca: true });
  leaf = await certify({ name: 'Leaf', by: ca });
  rootCrl = await revocationList({ by: root });
});

const uri = (value: string): GeneralName => ({ kind: 'uri', value });
const directory = (holder: Holder): GeneralName => ({ kind: 'directory', value: holder.certificate.subject });

async function status(
  wishes: CrlWishes | readonly CrlWishes[],
  more: Partial<RevocationInput> = {},
  subject = leaf,
  bag = [ca],
): Promise<string> {
  const lists = await Promise.all([wishes].flat().map((wish) => revocationList(wish)));
  return verdict(
    await judge(root, bag, subject, { revocation: { mode: 'require', crls: [rootCrl, ...lists], ...more } }),
  );
}

const revoking = (reason: CrlEntryInput['reason'], holder = leaf) => ({
  by: ca,
  revoked: [{ holder, ...(reason && { reason }) }],
});

test('a certificate on no list of its issuer is good, and the status says from when to when', async () => {
  const crl = await revocationList({ by: ca });
  const result = await judge(root, [ca], leaf, { revocation: { mode: 'require', crls: [rootCrl, crl] } });
  assert.ok(result.accepted);
  assert.deepEqual(result.statuses[0], {
    state: 'good',
    source: 'crl',
    thisUpdate: crl.thisUpdate,
    nextUpdate: crl.nextUpdate,
  });
});

test('revoked, on hold and without a reason', async () => {
  assert.equal(await status(revoking('keyCompromise')), 'revoked 0');
  assert.equal(await status(revoking('certificateHold')), 'on_hold 0');
  assert.equal(await status(revoking(undefined)), 'revoked 0');
});

test('a revoked authority is told before anything about the leaf', async () => {
  const crls = [
    await revocationList({ by: root, revoked: [{ holder: ca }] }),
    await revocationList(revoking('keyCompromise')),
  ];
  assert.equal(verdict(await judge(root, [ca], leaf, { revocation: { mode: 'require', crls } })), 'revoked 1');
  assert.equal(
    verdict(await judge(root, [ca], leaf, { revocation: { mode: 'require', scope: 'leaf', crls } })),
    'revoked 0',
  );
});

test('require refuses what cannot be learnt, soft passes it over, off does not ask', async () => {
  const unknown = async (mode: RevocationInput['mode']) =>
    verdict(await judge(root, [ca], leaf, { revocation: { mode, crls: [rootCrl] } }));
  assert.deepEqual(
    [await unknown('require'), await unknown('soft'), await unknown('off')],
    ['status_unknown 0', 'accepted', 'accepted'],
  );
  assert.equal(await status(revoking('keyCompromise'), { mode: 'soft' }), 'revoked 0');
});

test('a list before its time, after it, or signed by another tells nothing', async () => {
  assert.equal(await status({ by: ca, thisUpdate: daysFrom(-9), nextUpdate: daysFrom(-8) }), 'status_unknown 0');
  assert.equal(await status({ by: ca, thisUpdate: daysFrom(0.5) }), 'status_unknown 0');
  assert.equal(await status({ by: ca, thisUpdate: daysFrom(0.5) }, { clockSkew: 86_400_000 }), 'accepted');
  assert.equal(await status({ by: { certificate: ca.certificate, signer: root.signer } }), 'status_unknown 0');
});

test('a forged list with the signature of a real one does not push it out, even in soft mode', async () => {
  const real = await revocationList(revoking('keyCompromise'));
  const empty = await revocationList({ by: ca });
  const forged = { ...empty, thisUpdate: real.thisUpdate, signature: real.signature };
  const crls = [rootCrl, forged, real];
  assert.equal(verdict(await judge(root, [ca], leaf, { revocation: { mode: 'soft', crls } })), 'revoked 0');
});

test('a flood of forged lists costs no more than the limit, and refuses', async () => {
  const real = await revocationList({ by: ca });
  const flood = Array.from({ length: 400 }, (_, at): Crl => {
    const signature = real.signature.slice();
    signature.set([at >> 8, at & 0xff], signature.length - 2);
    return { ...real, thisUpdate: new Date(noon.getTime() - 1000 - at), signature };
  });
  const { ports: counted, count } = countingPorts();
  const revocation = { mode: 'require', crls: [rootCrl, ...flood, real] } as const;
  assert.equal(verdict(await judge(root, [ca], leaf, { revocation }, counted)), 'work_limit 0');
  assert.ok(count() <= 160, `${count()} signatures were checked`);
});

test('a list with a critical extension nobody knows tells nothing', async () => {
  assert.equal(
    await status({ by: ca, extensions: [ext.raw('1.2.3.4', true, Uint8Array.of(5, 0))] }),
    'status_unknown 0',
  );
});

test('an authority whose key usage lacks cRLSign lists nothing', async () => {
  const mute = await certify({ name: 'Mute', by: root, ca: true, keyUsage: ['keyCertSign'] });
  const below = await certify({ name: 'Below', by: mute });
  assert.equal(await status({ by: mute }, {}, below, [mute]), 'status_unknown 0');
});

test('scope: lists for authorities, users, or another distribution point do not cover a leaf', async () => {
  const scoped = (input: Parameters<typeof crlExt.issuingDistributionPoint>[0]) => ({
    by: ca,
    extensions: [crlExt.issuingDistributionPoint(input)],
  });
  assert.equal(await status(scoped({ onlyCaCertificates: true })), 'status_unknown 0');
  assert.equal(await status(scoped({ onlyUserCertificates: true })), 'accepted');
  const pointed = await certify({
    name: 'Pointed',
    by: ca,
    extensions: [ext.crlDistributionPoints(['http://a.test/1'])],
  });
  assert.equal(await status(scoped({ names: [uri('http://a.test/1')] }), {}, pointed), 'accepted');
  assert.equal(await status(scoped({ names: [uri('http://a.test/2')] }), {}, pointed), 'status_unknown 0');
});

test('lists by reason: only together do they cover all', async () => {
  const some = (
    onlySomeReasons: Parameters<typeof crlExt.issuingDistributionPoint>[0]['onlySomeReasons'] & object,
    revoked: CrlWishes['revoked'] = [],
  ) => ({
    by: ca,
    revoked,
    extensions: [crlExt.issuingDistributionPoint({ onlySomeReasons })],
  });
  const lost = some(['keyCompromise', 'cACompromise', 'aACompromise']);
  const rest = [
    'affiliationChanged',
    'superseded',
    'cessationOfOperation',
    'certificateHold',
    'privilegeWithdrawn',
  ] as const;
  assert.equal(await status(lost), 'status_unknown 0');
  assert.equal(await status([lost, some(rest)]), 'accepted');
  assert.equal(await status([lost, some(rest, [{ holder: leaf, reason: 'certificateHold' }])]), 'on_hold 0');
});

test('an indirect list speaks for the issuer it names at each entry', async () => {
  const lister = await certify({ name: 'Lister', by: root, keyUsage: ['cRLSign'] });
  const point = ext.crlDistributionPoints([{ names: [uri('http://a.test/i')], crlIssuer: [directory(lister)] }]);
  const [one, two] = [
    await certify({ name: 'One', by: ca, extensions: [point] }),
    await certify({ name: 'Two', by: ca, extensions: [point] }),
  ];
  const indirect = (holder: Holder, certificateIssuer: Holder): CrlWishes => ({
    by: lister,
    revoked: [{ holder, reason: 'superseded', certificateIssuer: [directory(certificateIssuer)] }],
    extensions: [crlExt.issuingDistributionPoint({ names: [uri('http://a.test/i')], indirectCrl: true })],
  });
  assert.equal(await status(indirect(one, ca), {}, one, [ca, lister]), 'revoked 0');
  assert.equal(await status(indirect(one, ca), {}, two, [ca, lister]), 'accepted');
  assert.equal(
    await status(indirect(one, root), {}, one, [ca, lister]),
    'accepted',
    'the same serial number of another issuer',
  );
  assert.equal(
    await status(indirect(one, ca), {}, leaf, [ca, lister]),
    'status_unknown 0',
    'a leaf that does not name the lister',
  );
});

test('the path of a separate list signer is validated, its own status included', async () => {
  const separate = await certify({ name: 'CA', by: root, keyUsage: ['cRLSign'] });
  assert.equal(await status({ by: separate }, {}, leaf, [ca, separate]), 'accepted');
  const old = await certify({ name: 'CA', by: root, keyUsage: ['cRLSign'], notAfter: daysFrom(-1) });
  assert.equal(await status({ by: old }, {}, leaf, [ca, old]), 'status_unknown 0');
  const crls = [
    await revocationList({ by: root, revoked: [{ holder: separate }] }),
    await revocationList({ by: separate }),
  ];
  assert.equal(
    verdict(await judge(root, [ca, separate], leaf, { revocation: { mode: 'require', crls } })),
    'status_unknown 0',
  );
});

test('another authority that takes the name of the issuer lists nothing', async () => {
  const neighbour = await certify({ name: 'Neighbour', by: root, ca: true });
  const usurper = await certify({ name: 'CA', by: neighbour, ca: true });
  assert.equal(
    await status([{ by: usurper }, { by: neighbour }], {}, leaf, [ca, neighbour, usurper]),
    'status_unknown 0',
  );
});

test('a delta brings its base up to date, both ways', async () => {
  const delta = (base: number, number: number, reason: CrlEntryInput['reason']) => ({
    ...revoking(reason),
    number,
    extensions: [crlExt.deltaCrlIndicator(base)],
  });
  const full: CrlWishes = { by: ca, number: 5 };
  assert.equal(await status([full, delta(5, 6, 'keyCompromise')]), 'revoked 0');
  assert.equal(await status([{ ...revoking('certificateHold'), number: 5 }, delta(4, 6, 'removeFromCRL')]), 'accepted');
  assert.equal(await status([full, delta(5, 6, 'keyCompromise')], { useDeltas: false }), 'accepted');
});

test('a delta for a later base, an older delta, or one alone counts for nothing', async () => {
  const delta = (base: number, number: number) => ({
    ...revoking('keyCompromise'),
    number,
    extensions: [crlExt.deltaCrlIndicator(base)],
  });
  const full: CrlWishes = { by: ca, number: 5 };
  assert.equal(await status([full, delta(6, 7)]), 'accepted');
  assert.equal(await status([full, delta(3, 4)]), 'accepted');
  assert.equal(await status(delta(5, 6)), 'status_unknown 0');
});

test('lists and deltas are fetched from where certificate and list name them', async () => {
  const points = [ext.crlDistributionPoints(['http://a.test/full.crl'])];
  const pointed = await certify({ name: 'Pointed', by: ca, extensions: points });
  const full = await revocationList({
    by: ca,
    number: 5,
    extensions: [crlExt.freshestCrl(['http://a.test/delta.crl'])],
  });
  const delta = await revocationList({
    ...revoking('keyCompromise', pointed),
    number: 6,
    extensions: [crlExt.deltaCrlIndicator(5)],
  });
  const { fetching, asked } = fetcher({ 'http://a.test/full.crl': full, 'http://a.test/delta.crl': delta });
  const revocation = { mode: 'require', crls: [rootCrl] } as const;
  assert.equal(verdict(await judge(root, [ca], pointed, { revocation }, fetching)), 'revoked 0');
  assert.deepEqual(
    asked.map(({ kind, url }) => `${kind} ${url}`),
    ['crl http://a.test/full.crl', 'crl http://a.test/delta.crl'],
  );
  asked.length = 0;
  assert.equal(
    verdict(await judge(root, [ca], pointed, { revocation: { ...revocation, useDeltas: false } }, fetching)),
    'accepted',
  );
  assert.deepEqual(
    asked.map(({ url }) => url),
    ['http://a.test/full.crl'],
  );
});

test('what a cache remembers is not verified again', async () => {
  const crls = [rootCrl, await revocationList({ by: ca })];
  const { ports: counted, count } = countingPorts();
  const cached = { ...counted, cache: createValidationCache() };
  const once = () => judge(root, [ca], leaf, { revocation: { mode: 'require', crls } }, cached);
  assert.equal(verdict(await once()), 'accepted');
  assert.equal(count(), 4);
  assert.equal(verdict(await once()), 'accepted');
  assert.equal(count(), 4);
});

test('list issuers that vouch only for one another end as unknown, not in a loop', async () => {
  const names = ['Lister 0', 'Lister 1'];
  const [a, b] = await Promise.all(names.map((name) => certify({ name, by: root, keyUsage: ['cRLSign'] })));
  assert.ok(a && b);
  const by = async (lister: Holder, other: Holder) =>
    certify({
      name: lister.certificate.subject,
      signer: lister.signer,
      by: root,
      keyUsage: ['cRLSign'],
      extensions: [ext.crlDistributionPoints([{ crlIssuer: [directory(other)] }])],
    });
  const [one, two] = [await by(a, b), await by(b, a)];
  const crls = await Promise.all(
    [one, two].map((holder) =>
      revocationList({ by: holder, extensions: [crlExt.issuingDistributionPoint({ indirectCrl: true })] }),
    ),
  );
  const subject = await certify({
    name: 'Leaf',
    by: root,
    extensions: [ext.crlDistributionPoints([{ crlIssuer: [directory(one)] }])],
  });
  const result = await judge(root, [one, two], subject, { revocation: { mode: 'require', crls } });
  assert.equal(verdict(result), 'status_unknown 0');
  assert.ok(result.spent.signatures < 20, `${result.spent.signatures} signatures`);
});

function fetcher(answers: Record<string, Crl>): { readonly fetching: PathPorts; readonly asked: FetchRequest[] } {
  const asked: FetchRequest[] = [];
  const fetch = (request: FetchRequest) => {
    asked.push(request);
    return answers[request.url]?.der ?? null;
  };
  return { fetching: { ...ports, fetcher: { fetch } }, asked };
}
