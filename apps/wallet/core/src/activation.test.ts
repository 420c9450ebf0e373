import assert from 'node:assert/strict';
import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { utf8Encode } from '@lanyard/pki';
import { memoryStorage } from './memory-storage.ts';
import type { Storage } from './ports.ts';
import { activated, createBench, PASSCODE, PIN, registered, REQUEST, type Bench } from './testing/bench.ts';
import type { Wallet } from './wallet.ts';

/** What a person does: looks where they are, and does the next thing. */
async function goOn(wallet: Wallet): Promise<void> {
  const { registration, vault, activation, credentials } = await wallet.overview();
  if (registration === undefined) await wallet.register({ userName: 'alice', registrationPin: 'ABCD1234' });
  if (!vault.ways.includes('passcode')) await wallet.createPasscode(PASSCODE);
  else if (!vault.open) await wallet.unlock('passcode', PASSCODE.secret);
  if (credentials.length > 0 && activation === null) return;
  if (activation === null) await wallet.startActivation({ requestId: REQUEST, password: 'PASSW0RD' });
  else if ((await wallet.resumeActivation()).step === 'password') {
    await wallet.startActivation({ requestId: REQUEST, password: 'PASSW0RD' });
  }
  if ((await wallet.overview()).activation?.step === 'pin') await wallet.setPin(PIN);
}

async function assertOneWorkingCredential(bench: Bench): Promise<void> {
  const { credentials, activation } = await bench.wallet.overview();
  assert.equal(activation, null);
  assert.equal(credentials.length, 1);
  assert.deepEqual(
    credentials[0]?.certificates.map(({ purpose }) => purpose),
    ['authentication', 'signing', 'encryption'],
  );
  assert.equal(bench.server.credentials.length, 1);
  for (const purpose of ['authentication', 'signing'] as const) {
    const data = utf8Encode('to be signed');
    const signature = await bench.wallet.sign({ purpose }, data);
    const der = credentials[0].certificates.find((certificate) => certificate.purpose === purpose)?.der ?? '';
    const key = createPublicKey(
      new X509Certificate(Buffer.from(der, 'base64')).publicKey.export({ type: 'spki', format: 'pem' }),
    );
    assert.equal(verify('sha256', data, key, signature), true);
  }
}

test('PDM-008 after the password the wallet waits for a PIN, and with it the credential is there', async () => {
  const bench = await registered();
  await bench.wallet.createPasscode(PASSCODE);
  const seen: string[] = [];
  const state = await bench.wallet.startActivation({ requestId: REQUEST, password: 'passw0rd' }, (progress) =>
    seen.push(progress),
  );
  assert.equal(state.step, 'pin');
  assert.equal((await bench.wallet.setPin(PIN, (progress) => seen.push(progress))).step, 'active');
  assert.deepEqual([...new Set(seen)], ['Making keys', 'Asking the issuer', 'Checking']);
  await assertOneWorkingCredential(bench);
});

const CALLS_OF_A_WHOLE_RUN = 9;

for (const loss of ['loseCall', 'loseAnswer'] as const) {
  test(`PDM-007 activation goes on after a restart, whichever ${loss === 'loseCall' ? 'call' : 'answer'} was lost`, async () => {
    for (let index = 0; index < CALLS_OF_A_WHOLE_RUN; index++) {
      const bench = await createBench();
      bench.server[loss](index);
      await assert.rejects(goOn(bench.wallet), { code: 'offline' }, `call ${index} of the run is lost`);
      for (let tries = 0; tries < 3; tries++) await goOn(await bench.restart());
      await assertOneWorkingCredential(bench);
    }
  });
}

/** A storage whose n-th write is never made, as when the wallet is closed just then. */
function stopping(inner: Storage, writes: number): Storage {
  let left = writes;
  const counted = (act: () => Promise<void>) => (left-- > 0 ? act() : Promise.reject(new Error('closed')));
  return {
    get: inner.get,
    put: (key, value) => counted(() => inner.put(key, value)),
    delete: (key) => counted(() => inner.delete(key)),
  };
}

test('PDM-007 MAA-018 activation goes on after the wallet was closed at any write', async () => {
  let stops = 0;
  for (let writes = 0; ; writes++) {
    const bench = await createBench();
    const inner = memoryStorage();
    const closed = await goOn(await bench.restart(stopping(inner, writes))).then(
      () => false,
      (error: unknown) => {
        assert.match(String(error), /closed/);
        return true;
      },
    );
    if (!closed) break;
    stops++;
    for (let tries = 0; tries < 3; tries++) await goOn(await bench.restart(inner));
    await assertOneWorkingCredential(bench);
  }
  assert.ok(stops > 20, `${stops} writes were stopped`);
});

test('a wrong activation password is refused with the tries left, and the right one still works', async () => {
  const bench = await registered();
  await bench.wallet.createPasscode(PASSCODE);
  await assert.rejects(bench.wallet.startActivation({ requestId: REQUEST, password: 'WRONGONE' }), {
    code: 'activation_password_wrong',
    triesLeft: 4,
  });
  assert.equal((await bench.wallet.startActivation({ requestId: REQUEST, password: 'PASSW0RD' })).step, 'pin');
});

test('ENT-006 a request that was activated cannot be activated again', async () => {
  const bench = await activated();
  await assert.rejects(bench.wallet.startActivation({ requestId: REQUEST, password: 'PASSW0RD' }), {
    code: 'request_used',
  });
  assert.equal((await bench.wallet.overview()).activation, null);
});

test('AGT-020 PDM-021 a new credential replaces the one before, asks for no PIN, and keeps old encryption keys for decryption', async () => {
  const bench = await activated();
  const second = 'c56a4180-65aa-42ec-a945-5fd21dec0538';
  bench.server.addRequest(second, 'SEC0NDPW');
  assert.equal((await bench.wallet.startActivation({ requestId: second, password: 'SEC0NDPW' })).step, 'active');
  const { credentials } = await bench.wallet.overview();
  assert.deepEqual(
    credentials.map(({ state }) => state),
    ['active', 'replaced'],
  );
  assert.deepEqual(
    credentials[1]?.certificates.map(({ purpose }) => purpose),
    ['decryption'],
  );
});

test('AGT-017 deleting erases the credential here at once, and the server hears of it when it can', async () => {
  const bench = await activated();
  const [credential] = (await bench.wallet.overview()).credentials;
  bench.server.setOffline(true);
  assert.equal(await bench.wallet.deleteCredential(credential?.id ?? ''), false);
  assert.equal((await bench.wallet.overview()).credentials.length, 0);
  bench.server.setOffline(false);
  await bench.wallet.checkIn();
  assert.equal(bench.server.credentials[0]?.state, 'deleted');
});

test('a credential that the server revoked keeps its state and reason, and loses its keys but for decryption', async () => {
  const bench = await activated();
  const [credential] = bench.server.credentials;
  assert.ok(credential);
  Object.assign(credential, { state: 'revoked', stateReason: 'The card was reported lost.' });
  bench.server.desired = { ...bench.server.desired, generation: 'g2' };
  await bench.wallet.checkIn();
  const [shown] = (await bench.wallet.overview()).credentials;
  assert.equal(shown?.state, 'revoked');
  assert.equal(shown.stateReason, 'The card was reported lost.');
  await assert.rejects(bench.wallet.sign({ purpose: 'authentication' }, utf8Encode('x')), { code: 'no_such_key' });
});

test('key bytes leave the wallet only where policy says so', async () => {
  const bench = await activated();
  await assert.rejects(bench.wallet.exportKey({ purpose: 'authentication' }), { code: 'key_export_refused' });
  bench.server.desired = {
    ...bench.server.desired,
    generation: 'g2',
    wallet: { ...bench.server.desired.wallet, keyExport: true },
  };
  await bench.wallet.checkIn();
  const { pkcs8 } = await bench.wallet.exportKey({ purpose: 'authentication' });
  assert.equal(pkcs8[0], 0x30);
});

test('a check-in during an activation loses nothing of it', async () => {
  const bench = await registered();
  await bench.wallet.createPasscode(PASSCODE);
  await bench.wallet.startActivation({ requestId: REQUEST, password: 'PASSW0RD' });
  await Promise.all([bench.wallet.setPin(PIN), bench.wallet.checkIn(), bench.wallet.checkIn()]);
  await assertOneWorkingCredential(bench);
});
