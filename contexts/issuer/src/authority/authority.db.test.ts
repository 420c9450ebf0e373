import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { days, masterKey } from '@lanyard/kernel';
import { nameFrom, parseCertificate } from '@lanyard/pki';
import { createIssuer } from '../create-issuer.ts';
import { type Bench, issueInput, makeAuthorities, startBench, STATUS_URL } from '../testing.ts';
import type { AuthoritySpec } from '../types.ts';

let bench: Bench;
before(async () => {
  bench = await startBench();
  await makeAuthorities(bench.issuer);
});
after(() => bench.close());

const spec = (changes: Partial<AuthoritySpec> & { id: string }): AuthoritySpec => ({
  kind: 'card',
  parent: 'root',
  subject: nameFrom([{ type: 'CN', value: `CA ${changes.id}` }]),
  keyType: 'ec-p256',
  lifetimeDays: 3650,
  ...changes,
});

test('an authority is there at once with certificate, responder and CRL, for every process', async () => {
  await bench.issuer.createAuthority(spec({ id: 'card' }));
  const other = bench.another();
  assert.deepEqual(
    (await other.authorities()).map((a) => [a.id, a.kind, a.parent]),
    [
      ['card', 'card', 'root'],
      ['derived', 'derived', 'root'],
      ['root', 'root', null],
    ],
  );
  assert.equal((await other.crl('card'))?.number, 1);
  assert.ok(await other.issue(issueInput({ authority: 'card' })));
});

test('making it again changes nothing, and another of its name is a conflict', async () => {
  const made = await bench.issuer.createAuthority(spec({ id: 'card' }));
  assert.deepEqual((await bench.another().createAuthority(spec({ id: 'card' }))).certificate.der, made.certificate.der);
  await assert.rejects(bench.issuer.createAuthority(spec({ id: 'card', kind: 'derived' })), { code: 'conflict' });
});

test('an interrupted making is finished with the same key', async () => {
  const failing = bench.another({
    fault: (step) => {
      if (step === 'issuer.signed') throw new Error('stopped');
    },
  });
  await assert.rejects(failing.createAuthority(spec({ id: 'third' })), /stopped/);
  assert.equal(
    (await bench.issuer.authorities()).some((a) => a.id === 'third'),
    false,
  );
  await assert.rejects(bench.issuer.issue(issueInput({ authority: 'third' })), { code: 'authority_unknown' });
  const made = await bench.issuer.createAuthority(spec({ id: 'third' }));
  assert.deepEqual([...(made.certificate.keyUsage ?? [])], ['keyCertSign', 'cRLSign']);
});

test('only certificates under a derived authority are our own', async () => {
  const [derived, card] = await Promise.all([
    bench.issuer.issue(issueInput()),
    bench.issuer.issue(issueInput({ authority: 'card' })),
  ]);
  assert.equal(await bench.issuer.isOwn(parseCertificate(derived.certificate)), true);
  assert.equal(await bench.issuer.isOwn(parseCertificate(card.certificate)), false);
});

test('a responder with less than 30 days left gets a successor, once', async () => {
  assert.deepEqual(await bench.issuer.chores.renewResponders(), []);
  bench.clock.advance(days(89));
  assert.deepEqual(await bench.issuer.chores.renewResponders(), []);
  bench.clock.advance(days(2));
  assert.deepEqual(await bench.issuer.chores.renewResponders(), ['card', 'derived', 'root', 'third']);
  assert.deepEqual(await bench.issuer.chores.renewResponders(), []);
});

test('with another master key nothing is signed', async () => {
  const stranger = bench.another({ masterKey: masterKey(new Uint8Array(32).fill(8)) });
  await assert.rejects(stranger.issue(issueInput()), { code: 'issuer_unavailable' });
});

test('a configuration outside the limits ends the start by name', () => {
  for (const config of [
    { crlEveryHours: 19 },
    { crlValidHours: 49 },
    { crlEveryHours: 12, crlValidHours: 12 },
    { statusUrl: 'https://status.example' },
  ]) {
    assert.throws(() => createIssuer(bench.ports, { statusUrl: STATUS_URL, ...config }), RangeError);
  }
});
