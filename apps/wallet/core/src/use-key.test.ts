import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bytes } from '@lanyard/pki';
import { activated, PASSCODE } from './testing/bench.ts';

async function openedWallet() {
  const bench = await activated();
  await bench.wallet.unlock('passcode', PASSCODE.secret);
  const { credentials } = await bench.wallet.overview();
  const certificate = credentials[0]?.certificates[0]?.der ?? assert.fail('no certificate');
  return { bench, certificate };
}

test('a key is open for the time of its use and overwritten after it, also when the use failed', async () => {
  const { bench, certificate } = await openedWallet();
  const seen: Bytes[] = [];
  const length = await bench.wallet.useKey(certificate, async ({ pkcs8, keyType }) => {
    assert.equal(keyType, 'ec-p256');
    assert.ok(pkcs8.some((octet) => octet !== 0));
    seen.push(pkcs8);
    return pkcs8.length;
  });
  await assert.rejects(
    bench.wallet.useKey(certificate, async ({ pkcs8 }) => {
      seen.push(pkcs8);
      throw new Error('the use failed');
    }),
    /the use failed/,
  );
  assert.ok(length > 100);
  assert.deepEqual(
    seen.map((pkcs8) => pkcs8.every((octet) => octet === 0)),
    [true, true],
  );
});

test('a key of another certificate, of a closed vault, and of a suspended credential stays closed', async () => {
  const { bench, certificate } = await openedWallet();
  const use = (of: string) => bench.wallet.useKey(of, async () => assert.fail('it was opened'));
  await assert.rejects(use('MIIB'), { code: 'no_such_key' });
  const [credential] = bench.server.credentials;
  if (credential !== undefined) credential.state = 'suspended';
  bench.server.desired = { ...bench.server.desired, generation: 'later' };
  await bench.wallet.checkIn();
  await assert.rejects(use(certificate), { code: 'credential_not_usable' });
  if (credential !== undefined) credential.state = 'active';
  bench.server.desired = { ...bench.server.desired, generation: 'later still' };
  await bench.wallet.checkIn();
  bench.wallet.lock();
  await assert.rejects(use(certificate), { code: 'vault_locked' });
});
