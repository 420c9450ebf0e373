import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Jobs, startJobs } from '@lanyard/kernel';
import { fromHex, parseCrl } from '@lanyard/pki';
import { createIssuer } from './create-issuer.ts';
import type { Issuer } from './issuer.ts';
import { type Bench, issueInput, makeAuthorities, startBench, STATUS_URL } from './testing.ts';

let bench: Bench;
let jobs: Jobs;
let issuer: Issuer;
const published = Promise.withResolvers<void>();

before(async () => {
  bench = await startBench();
  // The outbox goes by the machine's clock.
  bench.clock.advance(Date.now() - bench.clock.now().getTime());
  await makeAuthorities(bench.issuer);
  const { host, port, user, database } = bench.database;
  jobs = await startJobs({ connection: { host, port, user, database }, onError: assert.ifError });
  issuer = createIssuer({ ...bench.ports, outbox: jobs }, { statusUrl: STATUS_URL, crlCoalesceSeconds: 0 });
  await issuer.work(told(jobs));
});
after(async () => {
  await jobs.stop();
  await bench.close();
});

/** The jobs themselves, without the schedules, saying when the CRL's handler has run. */
const told = (inner: Jobs): Jobs => ({
  ...inner,
  schedule: () => Promise.resolve(),
  work: (queue, handler) => inner.work(queue, (data: never) => handler(data).then(published.resolve, published.reject)),
});

test('a committed revocation reaches the CRL through the outbox', { timeout: 20_000 }, async () => {
  const { sha256, serial } = await issuer.issue(issueInput());
  await bench.db.tx((tx) => issuer.revoke(tx, { sha256, reason: 'keyCompromise' }));
  await published.promise;
  const crl = await issuer.crl('derived');
  assert.equal(parseCrl(crl?.der ?? new Uint8Array()).find(fromHex(serial)).length, 1);
});
