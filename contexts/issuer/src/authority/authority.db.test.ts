import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { days, masterKey } from '@lanyard/kernel';
import { nameFrom, parseCertificate, toPem } from '@lanyard/pki';
import { createIssuer } from '../create-issuer.ts';
import { type Bench, issueInput, makeAuthorities, startBench, STATUS_URL } from '../testing.ts';
import type { AuthoritySpec } from '../types.ts';

const run = promisify(execFile);
const missing = await run('openssl', ['version']).then(
  () => false as const,
  () => 'openssl is not installed',
);

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

for (const [rootKey, keyType] of [
  ['ec-p384', 'rsa-3072'],
  ['rsa-3072', 'ec-p384'],
] as const) {
  test(`openssl takes what a ${keyType} authority under a ${rootKey} root issues`, { skip: missing }, async () => {
    const [root, id] = [`root-${rootKey}`, `under-${rootKey}`];
    await bench.issuer.createAuthority(spec({ id: root, kind: 'root', parent: undefined, keyType: rootKey }));
    const authority = await bench.issuer.createAuthority(spec({ id, parent: root, keyType }));
    const { certificate, chain } = await bench.issuer.issue(issueInput({ authority: id }));
    assert.deepEqual(chain[0], authority.certificate.der);
    const folder = await mkdtemp(join(tmpdir(), 'lanyard-authority-'));
    const write = async (name: string, der: Uint8Array | undefined): Promise<string> => {
      await writeFile(join(folder, name), toPem('CERTIFICATE', der ?? new Uint8Array()));
      return join(folder, name);
    };
    const [anchor, middle, leaf] = [
      await write('root', chain[1]),
      await write('ca', chain[0]),
      await write('leaf', certificate),
    ];
    const at = String(Math.floor(bench.clock.now().getTime() / 1_000));
    const args = [
      'verify',
      '-x509_strict',
      '-policy_check',
      '-attime',
      at,
      '-CAfile',
      anchor,
      '-untrusted',
      middle,
      leaf,
    ];
    assert.match((await run('openssl', args)).stdout, /leaf: OK/);
    await rm(folder, { recursive: true });
  });
}

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
