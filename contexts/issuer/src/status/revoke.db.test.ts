import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { hours, minutes } from '@lanyard/kernel';
import { fromHex, parseCrl } from '@lanyard/pki';
import { sql } from 'kysely';
import { type Bench, issueInput, makeAuthorities, PERSON, startBench } from '../testing.ts';

let bench: Bench;
before(async () => {
  bench = await startBench();
  await makeAuthorities(bench.issuer);
});
after(() => bench.close());

const issueFor = (credentialId: string) =>
  bench.issuer.issue(issueInput({ holder: { personId: PERSON, credentialId } }));
const entryOf = async (serial: string) =>
  parseCrl((await bench.issuer.publishCrl('derived')).der).find(fromHex(serial))[0];

test('ending a credential ends all of its certificates, and says so once', async () => {
  const credentialId = randomUUID();
  const [a, b] = [await issueFor(credentialId), await issueFor(credentialId)];
  const other = await issueFor(randomUUID());
  const ended = await bench.db.tx((tx) => bench.issuer.revoke(tx, { credentialId, reason: 'cessationOfOperation' }));
  assert.deepEqual(ended.map((c) => c.sha256).sort(), [a.sha256, b.sha256].sort());
  assert.deepEqual(await bench.db.tx((tx) => bench.issuer.revoke(tx, { credentialId, reason: 'keyCompromise' })), []);
  assert.equal((await entryOf(a.serial))?.reason, 'cessationOfOperation');
  assert.equal(await entryOf(other.serial), undefined);
});

test('a suspended certificate can be revoked, and a revoked one is not resumed', async () => {
  const { sha256, serial } = await issueFor(randomUUID());
  await bench.db.tx((tx) => bench.issuer.suspend(tx, { sha256 }));
  assert.equal((await entryOf(serial))?.reason, 'certificateHold');
  await bench.db.tx((tx) => bench.issuer.revoke(tx, { sha256, reason: 'superseded' }));
  assert.deepEqual(await bench.db.tx((tx) => bench.issuer.resume(tx, { sha256 })), []);
  assert.deepEqual(await bench.db.tx((tx) => bench.issuer.suspend(tx, { sha256 })), []);
  assert.equal((await entryOf(serial))?.reason, 'superseded');
});

test('a resumed certificate leaves the next CRL', async () => {
  const { sha256, serial } = await issueFor(randomUUID());
  await bench.db.tx((tx) => bench.issuer.suspend(tx, { sha256 }));
  await bench.db.tx((tx) => bench.issuer.resume(tx, { sha256 }));
  assert.equal(await entryOf(serial), undefined);
});

test('a certificate that is not ours is not found', async () => {
  await assert.rejects(
    bench.db.tx((tx) => bench.issuer.revoke(tx, { sha256: '00'.repeat(32), reason: 'unspecified' })),
    { code: 'not_found' },
  );
});

test('a revocation that is rolled back leaves nothing', async () => {
  const { sha256, serial } = await issueFor(randomUUID());
  const work = bench.db.tx(async (tx) => {
    await bench.issuer.revoke(tx, { sha256, reason: 'keyCompromise' });
    throw new Error('the other context refused');
  });
  await assert.rejects(work, /refused/);
  assert.equal(await entryOf(serial), undefined);
  assert.deepEqual(await bench.issuer.chores.publishDueCrls(), []);
});

test('a credential that ends while a certificate is being issued for it never gets that certificate', async () => {
  const credentialId = randomUUID();
  const input = issueInput({ holder: { personId: PERSON, credentialId } });
  const { promise: signing, resolve: reached } = Promise.withResolvers<void>();
  const { promise: revoked, resolve: goOn } = Promise.withResolvers<void>();
  const slow = bench.another({
    keys: {
      ...bench.ports.keys,
      signer: (pkcs8) => {
        const signer = bench.ports.keys.signer(pkcs8);
        return { ...signer, sign: async (message) => (reached(), await revoked, await signer.sign(message)) };
      },
    },
  });
  const issuing = assert.rejects(slow.issue(input), { code: 'issuance_interrupted' });
  await signing;
  await bench.db.tx((tx) => bench.issuer.revoke(tx, { credentialId, reason: 'affiliationChanged' }));
  goOn();
  await issuing;
  const { rows } = await sql<{
    state: string;
    serial: string;
  }>`select state, serial from issuer.certificate where reference = ${input.reference}`.execute(bench.db.pool);
  assert.deepEqual(
    rows.map((r) => r.state),
    ['closed'],
  );
  assert.ok(await entryOf(rows[0]?.serial ?? ''));
});

test('a revocation asks for a CRL half a minute later, in its own transaction', async () => {
  const { sha256 } = await issueFor(randomUUID());
  bench.sent.length = 0;
  await bench.db.tx((tx) => bench.issuer.revoke(tx, { sha256, reason: 'superseded' }));
  assert.deepEqual(bench.sent, [
    { queue: 'issuer.crl', data: { authority: 'derived' }, startAfter: new Date(bench.clock.now().getTime() + 30_000) },
  ]);
});

test('a CRL is published when its interval is over, and not before', async () => {
  await bench.issuer.chores.publishDueCrls();
  bench.clock.advance(hours(12) - minutes(1));
  assert.deepEqual(await bench.issuer.chores.publishDueCrls(), []);
  bench.clock.advance(minutes(1));
  assert.deepEqual(await bench.issuer.chores.publishDueCrls(), ['derived', 'root']);
});

test('every act is in the audit log with its serial number and holder', async () => {
  const { sha256, serial } = await issueFor(randomUUID());
  await bench.db.tx((tx) =>
    bench.issuer.revoke(tx, {
      sha256,
      reason: 'superseded',
      actor: { kind: 'console', user: 'kay' },
      correlationId: 'c-1',
    }),
  );
  const { rows } = await sql<{
    act: string;
    person_id: string;
    correlation_id: string | null;
  }>`select act, person_id, correlation_id from kernel.audit where object = ${serial} order by id`.execute(
    bench.db.pool,
  );
  assert.deepEqual(
    rows.map((r) => [r.act, r.person_id, r.correlation_id]),
    [
      ['certificate.issued', PERSON, null],
      ['certificate.revoked', PERSON, 'c-1'],
    ],
  );
});
