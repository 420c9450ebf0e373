import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { hours } from '@lanyard/kernel';
import { softwareSigner } from '@lanyard/crypto';
import { nameFrom, parseCertificate, toPem, viewOf } from '@lanyard/pki';
import { sql } from 'kysely';
import { type Bench, encryption, issueInput, makeAuthorities, startBench } from '../testing.ts';
import type { IssueWithEscrowInput } from '../types.ts';

const run = promisify(execFile);
const recovery = { authority: 'derived', subject: nameFrom([{ type: 'CN', value: 'Key Recovery' }]) };
const actor = { kind: 'console', user: 'kay' } as const;

function request(): IssueWithEscrowInput {
  const { spki: _unused, ...input } = issueInput(encryption);
  return input;
}

let bench: Bench;
before(async () => {
  bench = await startBench();
  await makeAuthorities(bench.issuer);
});
after(() => bench.close());

test('without a recovery key no encryption key is made', async () => {
  await assert.rejects(bench.issuer.issueWithEscrow(request(), 'ec-p256'), { code: 'issuer_unavailable' });
  await bench.issuer.createRecoveryKey(recovery);
});

test('the recovery key is made once', async () => {
  const first = await bench.issuer.createRecoveryKey(recovery);
  assert.deepEqual((await bench.another().createRecoveryKey(recovery)).der, first.der);
  assert.deepEqual([...(first.keyUsage ?? [])], ['keyEncipherment']);
});

for (const keyType of ['ec-p256', 'rsa-2048'] as const) {
  test(`an ${keyType} key comes with the certificate of its public half`, async () => {
    const issued = await bench.issuer.issueWithEscrow(request(), keyType);
    assert.deepEqual(softwareSigner(issued.pkcs8).spki, parseCertificate(issued.certificate).spki);
  });
}

test('what is escrowed is opened by openssl with the recovery key, and is the key', async () => {
  const input = request();
  const issued = await bench.issuer.issueWithEscrow(input, 'ec-p256');
  const { rows } = await sql<{
    cms: Buffer;
    id: string;
    sealed_key: Buffer;
    certificate: Buffer;
  }>`select e.cms, r.id, r.sealed_key, r.certificate
    from issuer.escrow e join issuer.recovery_key r on r.id = e.recovery_key_id where e.reference = ${input.reference}`.execute(
    bench.db.pool,
  );
  const [row] = rows;
  assert.ok(row);
  const folder = await mkdtemp(join(tmpdir(), 'lanyard-escrow-'));
  const file = (name: string): string => join(folder, name);
  await writeFile(file('cms'), row.cms);
  await writeFile(
    file('key'),
    toPem('PRIVATE KEY', bench.ports.masterKey.open(`issuer recovery ${row.id}`, row.sealed_key)),
  );
  await writeFile(file('cert'), toPem('CERTIFICATE', viewOf(row.certificate)));
  await run('openssl', [
    'cms',
    '-decrypt',
    '-binary',
    '-inform',
    'DER',
    '-in',
    file('cms'),
    '-inkey',
    file('key'),
    '-recip',
    file('cert'),
    '-out',
    file('out'),
  ]);
  assert.deepEqual(new Uint8Array(await readFile(file('out'))), new Uint8Array(issued.pkcs8));
  await rm(folder, { recursive: true });
});

test('the key is answered again until it was delivered, and then only recovery reads it', async () => {
  const input = request();
  const first = await bench.issuer.issueWithEscrow(input, 'ec-p256');
  const again = await bench.another().issueWithEscrow(input, 'ec-p256');
  assert.deepEqual([again.pkcs8, again.certificate], [first.pkcs8, first.certificate]);
  await bench.db.tx((tx) => bench.issuer.keyDelivered(tx, input.reference));
  await assert.rejects(bench.issuer.issueWithEscrow(input, 'ec-p256'), { code: 'conflict' });
  const recovered = await bench.issuer.recoverEscrowed({ sha256: first.sha256, reason: 'new phone', actor });
  assert.deepEqual(recovered, { pkcs8: first.pkcs8, certificate: first.certificate });
});

test('a key that nobody fetched in three days is forgotten, but not its escrow', async () => {
  const input = request();
  const { sha256 } = await bench.issuer.issueWithEscrow(input, 'ec-p256');
  bench.clock.advance(hours(73));
  await bench.issuer.chores.sweepIntents();
  await assert.rejects(bench.issuer.issueWithEscrow(input, 'ec-p256'), { code: 'conflict' });
  assert.ok(await bench.issuer.recoverEscrowed({ sha256, reason: 'legal hold', actor }));
});

test('a recovery needs a reason and an escrowed key, and every attempt is in the log', async () => {
  const { sha256 } = await bench.issuer.issueWithEscrow(request(), 'ec-p256');
  const other = await bench.issuer.issue(issueInput());
  await assert.rejects(bench.issuer.recoverEscrowed({ sha256, reason: '  ', actor }), { code: 'input_invalid' });
  await assert.rejects(bench.issuer.recoverEscrowed({ sha256: other.sha256, reason: 'curious', actor }), {
    code: 'not_found',
  });
  const broken = bench.another({ decryptor: { decrypt: () => Promise.reject(new Error('no such token')) } });
  await assert.rejects(broken.recoverEscrowed({ sha256, reason: 'new phone', actor }), { code: 'issuer_unavailable' });
  const { rows } = await sql<{
    act: string;
    outcome: string;
    object: string;
  }>`select act, outcome, object from kernel.audit where act like 'escrow.%' order by id desc limit 3`.execute(
    bench.db.pool,
  );
  assert.deepEqual(
    rows.map((r) => [r.act, r.outcome, r.object]),
    [
      ['escrow.open', 'refused', sha256],
      ['escrow.recovered', 'done', sha256],
      ['escrow.recovered', 'refused', other.sha256],
    ],
  );
});

test('no key is in the database in clear', async () => {
  const { pkcs8 } = await bench.issuer.issueWithEscrow(request(), 'ec-p256');
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from issuer.escrow where position(${Buffer.from(pkcs8)} in cms) > 0 or position(${Buffer.from(pkcs8)} in pending_delivery) > 0`.execute(
    bench.db.pool,
  );
  assert.equal(rows[0]?.n, 0);
});
