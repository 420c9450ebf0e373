import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { nodeDigest } from '@lanyard/crypto';
import { days } from '@lanyard/kernel';
import {
  buildOcspRequest,
  type Bytes,
  fromHex,
  lintOcspResponse,
  ocspCertId,
  type OcspCertId,
  parseCertificate,
  parseOcspResponse,
} from '@lanyard/pki';
import type { Issuer } from '../issuer.ts';
import { type Bench, issueInput, makeAuthorities, startBench } from '../testing.ts';

let bench: Bench;
before(async () => {
  bench = await startBench();
  await makeAuthorities(bench.issuer);
});
after(() => bench.close());

async function certId(
  serial: string,
  authority = 'derived',
  hash: 'sha1' | 'sha256' | 'sha384' = 'sha1',
): Promise<OcspCertId> {
  const issuer = (await bench.issuer.authorities()).find((a) => a.id === authority);
  assert.ok(issuer);
  return await ocspCertId(fromHex(serial), issuer.certificate, nodeDigest, hash);
}

async function ask(ids: OcspCertId[], { issuer = bench.issuer, nonce }: { issuer?: Issuer; nonce?: Bytes } = {}) {
  const request = buildOcspRequest({ certIds: ids, ...(nonce ? { nonce } : {}) });
  const { der, cacheable } = await issuer.ocsp('derived', request);
  const { status, basic } = parseOcspResponse(der);
  return { der, cacheable, status, nonce: basic?.nonce, states: basic?.responses.map((r) => r.status.state) };
}

test('a revocation is answered at once by every process, though each caches', async () => {
  const { serial, sha256 } = await bench.issuer.issue(issueInput());
  const other = bench.another();
  const ids = [await certId(serial)];
  assert.deepEqual([(await ask(ids)).states, (await ask(ids, { issuer: other })).states], [['good'], ['good']]);
  await bench.db.tx((tx) => bench.issuer.revoke(tx, { sha256, reason: 'keyCompromise' }));
  assert.deepEqual([(await ask(ids)).states, (await ask(ids, { issuer: other })).states], [['revoked'], ['revoked']]);
});

test('a revocation is answered at once to those who send a nonce too, though statuses are remembered', async () => {
  const { serial, sha256 } = await bench.issuer.issue(issueInput());
  const other = bench.another();
  const [ids, nonce] = [[await certId(serial)], new Uint8Array(16).fill(1)];
  const states = async () => [
    (await ask(ids, { nonce })).states,
    (await ask(ids, { nonce })).states,
    (await ask(ids, { nonce, issuer: other })).states,
  ];
  assert.deepEqual(await states(), [['good'], ['good'], ['good']]);
  await bench.db.tx((tx) => bench.issuer.revoke(tx, { sha256, reason: 'keyCompromise' }));
  assert.deepEqual(await states(), [['revoked'], ['revoked'], ['revoked']]);
});

test('an answer is given again for a minute, and then made anew', async () => {
  const { serial } = await bench.issuer.issue(issueInput());
  const ids = [await certId(serial)];
  const first = await ask(ids);
  assert.deepEqual(
    lintOcspResponse(first.der).filter((f) => f.severity === 'error'),
    [],
  );
  bench.clock.advance(59_000);
  assert.deepEqual((await ask(ids)).der, first.der);
  bench.clock.advance(2_000);
  assert.notDeepEqual((await ask(ids)).der, first.der);
});

test('a nonce comes back, in an answer that nobody else is given', async () => {
  const { serial } = await bench.issuer.issue(issueInput());
  const nonce = new Uint8Array(32).fill(9);
  const answer = await ask([await certId(serial)], { nonce });
  assert.deepEqual([answer.nonce, answer.cacheable], [nonce, false]);
});

test('a number is unknown until its certificate is on record', async () => {
  let seen: string[] | undefined;
  const slow = bench.another({
    keys: {
      ...bench.ports.keys,
      signer: (pkcs8) => {
        const signer = bench.ports.keys.signer(pkcs8);
        const sign = async (tbs: Bytes) => {
          const signature = await signer.sign(tbs);
          const serial = Buffer.from(tbs)
            .toString('hex')
            .match(/a0030201020210([0-9a-f]{32})/)?.[1];
          seen = (await ask([await certId(serial ?? '')])).states;
          return signature;
        };
        return { ...signer, sign };
      },
    },
  });
  const { serial } = await slow.issue(issueInput());
  assert.deepEqual(seen, ['unknown']);
  assert.deepEqual((await ask([await certId(serial)])).states, ['good']);
});

test('beside one of ours, a certificate of another CA or hash is unknown; alone it is unauthorized', async () => {
  const { serial } = await bench.issuer.issue(issueInput());
  const [ours, foreign, odd] = [
    await certId(serial),
    await certId(serial, 'root'),
    await certId(serial, 'derived', 'sha384'),
  ];
  assert.deepEqual((await ask([ours, foreign, odd])).states, ['good', 'unknown', 'unknown']);
  assert.equal((await ask([foreign])).status, 'unauthorized');
});

test('the root answers for its authorities', async () => {
  const derived = (await bench.issuer.authorities()).find((a) => a.id === 'derived');
  assert.ok(derived);
  const request = buildOcspRequest({
    certIds: [await certId(parseCertificate(derived.certificate.der).serial, 'root')],
  });
  const { der } = await bench.issuer.ocsp('root', request);
  assert.equal(parseOcspResponse(der).basic?.responses[0]?.status.state, 'good');
});

test('without a responder in force, or while frozen, the client is told to come later', async () => {
  const { serial } = await bench.issuer.issue(issueInput());
  const ids = [await certId(serial)];
  assert.equal((await ask(ids, { issuer: bench.another({ frozen: () => true }) })).status, 'tryLater');
  bench.clock.advance(days(121));
  assert.equal((await ask(ids)).status, 'tryLater');
  await bench.issuer.chores.renewResponders();
  assert.deepEqual((await ask(ids)).states, ['good']);
});
