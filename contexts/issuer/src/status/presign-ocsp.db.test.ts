import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { nodeDigest } from '@lanyard/crypto';
import { createHttp, createLog, executeSql, type Http, hours } from '@lanyard/kernel';
import { buildOcspRequest, fromHex, lintOcspResponse, ocspCertId, parseOcspResponse, toPem } from '@lanyard/pki';
import { createIssuer } from '../create-issuer.ts';
import type { Issuer } from '../issuer.ts';
import { storeOcspAnswers } from '../pg/ocsp-answers.ts';
import type { Issued } from '../types.ts';
import { type Bench, issueInput, KEYS, makeAuthorities, startBench, STATUS_URL } from '../testing.ts';

const run = promisify(execFile);
let bench: Bench;
let issuer: Issuer;
let http: Http;
let signatures = 0;

before(async () => {
  bench = await startBench();
  bench.clock.advance(Date.now() - bench.clock.now().getTime());
  issuer = createIssuer({ ...bench.ports, keys: counting() }, { statusUrl: STATUS_URL, ocspPresignHours: 4 });
  await makeAuthorities(issuer);
  http = await createHttp({ log: createLog('silent') });
  issuer.routes.status(http);
  await http.listen({ port: 0, host: '127.0.0.1' });
});
after(async () => {
  await http.close();
  await bench.close();
});

/** Counts signatures, so that a test sees whether an answer was signed for it. */
function counting(): typeof KEYS {
  return {
    ...KEYS,
    signer(pkcs8) {
      const signer = KEYS.signer(pkcs8);
      return {
        ...signer,
        sign(message) {
          signatures += 1;
          return signer.sign(message);
        },
      };
    },
  };
}

async function ask({ serial }: Issued, hash: 'sha1' | 'sha256' = 'sha1', nonce?: Uint8Array<ArrayBuffer>) {
  const authority = (await issuer.authorities()).find((a) => a.id === 'derived');
  assert.ok(authority);
  const certId = await ocspCertId(fromHex(serial), authority.certificate, nodeDigest, hash);
  const before = signatures;
  const result = await issuer.ocsp('derived', buildOcspRequest({ certIds: [certId], ...(nonce ? { nonce } : {}) }));
  const [answer] = parseOcspResponse(result.der).basic?.responses ?? [];
  return { ...result, state: answer?.status.state, signed: signatures - before };
}

test('an answer that was signed ahead is given by both hashes without a signature, good for its hours', async () => {
  const issued = await issuer.issue(issueInput());
  assert.ok((await issuer.chores.presignOcsp()) >= 1);
  for (const hash of ['sha1', 'sha256'] as const) {
    const { state, signed, der, thisUpdate, nextUpdate, cacheable } = await ask(issued, hash);
    assert.deepEqual([state, signed, cacheable], ['good', 0, true]);
    assert.equal((nextUpdate?.getTime() ?? 0) - (thisUpdate?.getTime() ?? 0), hours(4));
    assert.deepEqual(
      lintOcspResponse(der).filter((f) => f.severity === 'error'),
      [],
    );
  }
});

test('one with a nonce is signed for its asker', async () => {
  const issued = await issuer.issue(issueInput());
  await issuer.chores.presignOcsp();
  const { state, signed, cacheable } = await ask(issued, 'sha1', new Uint8Array(16).fill(7));
  assert.deepEqual([state, signed, cacheable], ['good', 1, false]);
});

test('a revocation removes it at once, for every process, and the next one says revoked', async () => {
  const issued = await issuer.issue(issueInput());
  await issuer.chores.presignOcsp();
  await bench.db.tx((tx) => bench.another().revoke(tx, { sha256: issued.sha256, reason: 'keyCompromise' }));
  const live = await ask(issued);
  assert.deepEqual([live.state, live.signed], ['revoked', 1]);
  await issuer.chores.presignOcsp();
  bench.clock.advance(61_000);
  const ahead = await ask(issued);
  assert.deepEqual([ahead.state, ahead.signed], ['revoked', 0]);
});

test('answers made before a status changed are not stored', async () => {
  const { rows } = await executeSql(
    bench.db.pool,
    "select generation from issuer.status where authority_id = 'derived'",
  );
  const { generation } = rows[0] as { generation: number };
  const answer = {
    authority_id: 'derived',
    cert_id: Uint8Array.of(1),
    serial: '41'.repeat(16),
    der: Uint8Array.of(1),
    this_update: bench.clock.now(),
    next_update: bench.clock.now(),
  };
  assert.equal(await bench.db.tx((tx) => storeOcspAnswers(tx, 'derived', generation - 1, [answer])), false);
  assert.equal(await bench.db.tx((tx) => storeOcspAnswers(tx, 'derived', generation, [answer])), true);
});

test('they are signed again after half of their time, not before, and more than a batch of them', async () => {
  bench.clock.advance(hours(4));
  await issuer.chores.presignOcsp();
  assert.equal(await issuer.chores.presignOcsp(), 0);
  for (let n = 0; n < 300; n++) await issuer.issue(issueInput());
  assert.equal(await issuer.chores.presignOcsp(), 300);
  bench.clock.advance(hours(2) - 1_000);
  assert.equal(await issuer.chores.presignOcsp(), 0);
  bench.clock.advance(1_000);
  assert.ok((await issuer.chores.presignOcsp()) >= 300);
});

test('one whose time is over is not given', async () => {
  const issued = await issuer.issue(issueInput());
  await issuer.chores.presignOcsp();
  bench.clock.advance(hours(4));
  const { state, signed } = await ask(issued);
  assert.deepEqual([state, signed], ['good', 1]);
});

test('without the setting nothing is signed ahead', async () => {
  assert.equal(await bench.another().chores.presignOcsp(), 0);
});

test('openssl takes it, and its headers are those of RFC 5019', async (t) => {
  if (!(await run('openssl', ['version']).catch(() => null))) return t.skip('openssl is not installed');
  bench.clock.advance(Date.now() - bench.clock.now().getTime());
  const issued = await issuer.issue(issueInput());
  await issuer.chores.presignOcsp();
  const folder = await mkdtemp(join(tmpdir(), 'lanyard-ocsp-'));
  const write = (name: string, der: Uint8Array | undefined) =>
    writeFile(join(folder, name), toPem('CERTIFICATE', der ?? new Uint8Array()));
  await Promise.all([write('leaf', issued.certificate), write('ca', issued.chain[0]), write('root', issued.chain[1])]);
  const url = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}/ocsp/derived`;
  const before = signatures;
  const args = [
    'ocsp',
    '-issuer',
    'ca',
    '-cert',
    'leaf',
    '-url',
    url,
    '-CAfile',
    'root',
    '-no_nonce',
    '-reqout',
    'request',
  ];
  const { stdout, stderr } = await run('openssl', args, { cwd: folder });
  assert.match(stderr + stdout, /Response verify OK[\s\S]*leaf: good/);
  assert.equal(signatures, before);
  const request = await run('openssl', ['base64', '-A', '-in', 'request'], { cwd: folder });
  const answer = await fetch(`${url}/${encodeURIComponent(request.stdout.trim())}`);
  const { der, thisUpdate, nextUpdate } = await ask(issued);
  assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), new Uint8Array(der));
  assert.equal(answer.headers.get('cache-control'), 'public, max-age=60, no-transform, must-revalidate');
  assert.equal(answer.headers.get('last-modified'), thisUpdate?.toUTCString());
  assert.equal(answer.headers.get('expires'), nextUpdate?.toUTCString());
  assert.match(answer.headers.get('etag') ?? '', /^"[0-9a-f]{40}"$/);
  await rm(folder, { recursive: true });
});
