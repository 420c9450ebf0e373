import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { createHttp, createLog, type Http, hours } from '@lanyard/kernel';
import { type Crl, fromHex, lintCrl, parseCrl, toPem } from '@lanyard/pki';
import { createIssuer } from '../create-issuer.ts';
import type { Issuer } from '../issuer.ts';
import { type Bench, issueInput, makeAuthorities, startBench, STATUS_URL } from '../testing.ts';

const run = promisify(execFile);
let bench: Bench;
let issuer: Issuer;
let http: Http;

before(async () => {
  bench = await startBench();
  issuer = createIssuer(bench.ports, { statusUrl: STATUS_URL, crlDelta: true, crlPartitions: 3 });
  await makeAuthorities(issuer);
  http = await createHttp({ log: createLog('silent') });
  issuer.routes.status(http);
});
after(async () => {
  await http.close();
  await bench.close();
});

async function fetched(path: string): Promise<Crl> {
  const answer = await http.inject({ url: `/crl/${path}` });
  assert.deepEqual([answer.statusCode, answer.headers['content-type']], [200, 'application/pkix-crl']);
  return parseCrl(new Uint8Array(answer.rawPayload));
}
const reasonIn = (crl: Crl, serial: string) => crl.find(fromHex(serial)).map((entry) => entry.reason);

test('a delta says what changed since its base, holds taken back too, under the number of the full list', async () => {
  const [old, fresh, held, again] = await Promise.all([1, 2, 3, 4].map(() => issuer.issue(issueInput())));
  assert.ok(old && fresh && held && again);
  await bench.db.tx((tx) => issuer.revoke(tx, { sha256: old.sha256, reason: 'superseded' }));
  await bench.db.tx((tx) => issuer.suspend(tx, { sha256: held.sha256 }));
  await bench.db.tx((tx) => issuer.suspend(tx, { sha256: again.sha256 }));
  bench.clock.advance(hours(1));
  const base = await issuer.publishCrl('derived');
  bench.clock.advance(hours(40));
  await bench.db.tx((tx) => issuer.revoke(tx, { sha256: fresh.sha256, reason: 'keyCompromise' }));
  await bench.db.tx((tx) => issuer.resume(tx, { sha256: held.sha256 }));
  await bench.db.tx((tx) => issuer.revoke(tx, { sha256: again.sha256, reason: 'affiliationChanged' }));
  const full = await issuer.publishCrl('derived');

  const delta = await fetched('derived.delta.crl');
  assert.equal(delta.crlNumber, BigInt(full.number));
  assert.equal(delta.baseCrlNumber, BigInt(base.number));
  assert.deepEqual(reasonIn(delta, old.serial), []);
  assert.deepEqual(reasonIn(delta, fresh.serial), ['keyCompromise']);
  assert.deepEqual(reasonIn(delta, held.serial), ['removeFromCRL']);
  assert.deepEqual(reasonIn(delta, again.serial), ['affiliationChanged']);
  assert.deepEqual(
    lintCrl(delta.der).filter((f) => f.severity === 'error'),
    [],
  );
});

test('partitions hold every entry of the full list once, each naming itself', async () => {
  for (let n = 0; n < 12; n++) {
    const { sha256 } = await issuer.issue(issueInput());
    await bench.db.tx((tx) => issuer.revoke(tx, { sha256, reason: 'superseded' }));
  }
  await issuer.publishCrl('derived');
  const full = await fetched('derived.crl');
  const parts = await Promise.all([0, 1, 2].map((n) => fetched(`derived/${n}.crl`)));
  const serials = parts.flatMap((crl) => Array.from(crl.entries(), (entry) => entry.serial)).sort();
  assert.deepEqual(serials, Array.from(full.entries(), (entry) => entry.serial).sort());
  assert.equal(full.issuingDistributionPoint, undefined);
  for (const [n, crl] of parts.entries()) {
    assert.deepEqual(crl.issuingDistributionPoint?.name, {
      fullName: [{ kind: 'uri', value: `${STATUS_URL}/crl/derived/${n}.crl` }],
    });
    assert.equal(crl.crlNumber, full.crlNumber);
  }
});

test('openssl reads delta and partition and finds them signed by the authority', async (t) => {
  if (!(await run('openssl', ['version']).catch(() => null))) return t.skip('openssl is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'lanyard-crl-'));
  const authority = (await issuer.authorities()).find((a) => a.id === 'derived');
  await writeFile(join(folder, 'ca.pem'), toPem('CERTIFICATE', authority?.certificate.der ?? new Uint8Array()));
  for (const path of ['derived.crl', 'derived.delta.crl', 'derived/1.crl']) {
    await writeFile(join(folder, 'crl.der'), (await fetched(path)).der);
    const args = [
      'crl',
      '-inform',
      'der',
      '-in',
      join(folder, 'crl.der'),
      '-noout',
      '-text',
      '-CAfile',
      join(folder, 'ca.pem'),
    ];
    const { stdout, stderr } = await run('openssl', args);
    assert.match(stderr, /verify OK/);
    if (path.includes('delta')) assert.match(stdout, /Delta CRL Indicator: critical/);
    if (path.includes('/')) assert.match(stdout, /Issuing Distribution Point: critical[\s\S]*derived\/1\.crl/);
  }
  await rm(folder, { recursive: true });
});

test('without the settings there is the full list alone', async () => {
  const plain = bench.another();
  const app = await createHttp({ log: createLog('silent') });
  plain.routes.status(app);
  await plain.publishCrl('root');
  assert.equal((await app.inject({ url: '/crl/root.crl' })).statusCode, 200);
  for (const path of ['derived/7.crl', 'derived/x.crl', 'nobody.delta.crl'])
    assert.notEqual((await app.inject({ url: `/crl/${path}` })).statusCode, 200);
  await app.close();
});
