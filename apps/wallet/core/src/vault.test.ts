import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8Encode, type Bytes } from '@lanyard/pki';
import { memoryStorage } from './memory-storage.ts';
import type { Storage } from './ports.ts';
import { seal, unseal } from './sealing.ts';
import { activated, type Bench, PASSCODE, PIN, randomBytes, registered } from './testing/bench.ts';
import { stretch, verifierOf, wrapKeyOf } from './vault-keys.ts';

const data = utf8Encode('to be signed');

interface StoredVault {
  doors: Record<string, { salt: Bytes; iterations: number; wrapped: { nonce: Bytes; data: Bytes } }>;
}

test('a copy of everything the device keeps opens nothing without the server, though the passcode be known', async () => {
  const bench = await activated();
  const door = (await bench.storage.get<StoredVault>('vault'))?.doors['passcode'];
  assert.ok(door);
  const stretched = await stretch(PASSCODE.secret, door.salt, door.iterations);
  const label = 'lanyard vault key|11111111-1111-4111-8111-111111111111|passcode';
  for (const share of [new Uint8Array(0), new Uint8Array(32), randomBytes(32)]) {
    assert.equal(await unseal(await wrapKeyOf(stretched, share, 'passcode'), label, door.wrapped), undefined);
  }
  const { share } = bench.server.shares.get('passcode') ?? assert.fail();
  const opened = await unseal(
    await wrapKeyOf(stretched, new Uint8Array(Buffer.from(share, 'base64')), 'passcode'),
    label,
    door.wrapped,
  );
  assert.equal(opened?.length, 32);
});

test('what the server sees of a passcode is neither the passcode nor the wrap key', async () => {
  const stretched = await stretch('harbour lamp 7', new Uint8Array(32), 10);
  const verifier = await verifierOf(stretched, 'passcode');
  assert.notDeepEqual(verifier, await verifierOf(stretched, 'pin'));
  assert.notDeepEqual(verifier, await wrapKeyOf(stretched, new Uint8Array(0), 'passcode'));
});

test('a wrong passcode is refused with the tries left; the server counts, not the device', async () => {
  const bench = await activated();
  const old = await bench.storage.get('vault');
  await assert.rejects((await bench.restart()).unlock('passcode', 'not it'), {
    code: 'vault_secret_wrong',
    triesLeft: 9,
  });
  await bench.storage.put('vault', old);
  await assert.rejects((await bench.restart()).unlock('passcode', 'not it'), {
    code: 'vault_secret_wrong',
    triesLeft: 8,
  });
});

test('the PIN opens the same vault as the passcode', async () => {
  const bench = await activated();
  const wallet = await bench.restart();
  await assert.rejects(wallet.sign({ purpose: 'authentication' }, data), { code: 'vault_locked' });
  await wallet.unlock('pin', PIN.secret);
  assert.ok((await wallet.sign({ purpose: 'authentication' }, data)).length > 60);
});

test('the vault locks after the time without use that policy names', async () => {
  const bench = await activated();
  bench.time.now += 4 * 60_000;
  await bench.wallet.sign({ purpose: 'signing' }, data);
  bench.time.now += 4 * 60_000;
  await bench.wallet.sign({ purpose: 'signing' }, data);
  bench.time.now += 5 * 60_000;
  await assert.rejects(bench.wallet.sign({ purpose: 'signing' }, data), { code: 'vault_locked' });
});

test('a lock while a new PIN is being chosen wins, and the new PIN opens the same vault', async () => {
  const bench = await activated();
  const wallet = await bench.restart(whileKept(bench, (value) => 'choosing' in value));
  await wallet.unlock('passcode', PASSCODE.secret);
  const next = { secret: '528160', repeated: '528160' };
  await wallet.changePin(PIN.secret, next);
  assert.equal((await wallet.overview()).vault.open, false);
  await wallet.unlock('pin', next.secret);
  assert.ok((await wallet.sign({ purpose: 'authentication' }, data)).length > 60);
});

test('a lock while the vault is being opened wins', async () => {
  const bench = await activated();
  // The door without the server is made anew at every opening.
  const wallet = await bench.restart(whileKept(bench, ({ doors }) => doors !== undefined));
  await assert.rejects(wallet.unlock('passcode', PASSCODE.secret), { code: 'vault_locked' });
  assert.equal((await wallet.overview()).vault.open, false);
  await wallet.unlock('pin', PIN.secret);
  assert.equal((await wallet.overview()).vault.open, true);
});

/** The storage of a wallet that is locked at the first moment that such a vault is being kept. */
function whileKept(bench: Bench, isMeant: (vault: Partial<StoredVault>) => boolean): Storage {
  let due = true;
  return {
    ...bench.storage,
    put: async (key, value) => {
      const meant = due && key === 'vault' && isMeant(value as Partial<StoredVault>);
      await bench.storage.put(key, value);
      if (!meant) return;
      due = false;
      bench.wallet.lock();
    },
  };
}

test('PDM-033 changing the PIN needs the present one, and the old one then opens nothing', async () => {
  const bench = await activated();
  const next = { secret: '528160', repeated: '528160' };
  await assert.rejects(bench.wallet.changePin('999111', next), { code: 'vault_secret_wrong' });
  await bench.wallet.changePin(PIN.secret, next);
  await assert.rejects((await bench.restart()).unlock('pin', PIN.secret), { code: 'vault_secret_wrong' });
  await (await bench.restart()).unlock('pin', next.secret);
});

test('a passcode change that was cut off leaves the other way open, and is made good by trying it again', async () => {
  const bench = await activated();
  const next = { secret: 'window chair 9', repeated: 'window chair 9' };
  bench.server.loseAnswer(0);
  await assert.rejects(bench.wallet.changePasscode(PASSCODE.secret, next));
  const wallet = await bench.restart();
  await wallet.unlock('pin', PIN.secret);
  await wallet.changePasscode(PASSCODE.secret, next);
  await (await bench.restart()).unlock('passcode', next.secret);
});

test('the passcode cannot be changed while it is the only way in', async () => {
  const bench = await registered();
  await bench.wallet.createPasscode(PASSCODE);
  const next = { secret: 'window chair 9', repeated: 'window chair 9' };
  await assert.rejects(bench.wallet.changePasscode(PASSCODE.secret, next), { code: 'vault_second_way_needed' });
});

test('AGT-032 a passcode is created once', async () => {
  const bench = await activated();
  await assert.rejects(bench.wallet.createPasscode(PASSCODE), { code: 'vault_way_set_up' });
});

test('opening without the server is for long passcodes, and only where policy allows it', async () => {
  const long = { secret: 'harbourlamp77', repeated: 'harbourlamp77' };
  for (const { allowed, chosen, opens } of [
    { allowed: true, chosen: long, opens: true },
    { allowed: true, chosen: { secret: 'lamp 7!', repeated: 'lamp 7!' }, opens: false },
    { allowed: false, chosen: long, opens: false },
  ]) {
    const bench = await registered();
    const { desired } = bench.server;
    bench.server.desired = { ...desired, generation: 'g2', wallet: { ...desired.wallet, offlineOpening: allowed } };
    await bench.wallet.checkIn();
    await bench.wallet.createPasscode(chosen);
    const wallet = await bench.restart();
    bench.server.setOffline(true);
    if (opens) {
      await assert.rejects(wallet.unlock('passcode', 'not the one 1'), { code: 'passcode_wrong' });
      await wallet.unlock('passcode', chosen.secret);
      assert.equal((await wallet.overview()).vault.open, true);
    } else await assert.rejects(wallet.unlock('passcode', chosen.secret), { code: 'offline_opening_not_allowed' });
  }
});

test('when every way in was closed for good the credentials are given up', async () => {
  const bench = await activated();
  const wallet = await bench.restart();
  for (const share of bench.server.shares.values()) share.tries = 1;
  await assert.rejects(wallet.unlock('passcode', 'not it'), { code: 'vault_destroyed' });
  assert.deepEqual((await wallet.overview()).vault.ways, ['pin']);
  await assert.rejects(wallet.unlock('pin', '999111'), { code: 'vault_destroyed' });
  const { credentials, lostKeys, vault } = await wallet.overview();
  assert.deepEqual([credentials, vault.ways], [[], []]);
  assert.deepEqual(
    lostKeys?.credentials,
    bench.server.credentials.map(({ name }) => name),
  );
  assert.equal(bench.server.credentials[0]?.state, 'deleted');
});

test('giving up that was cut off is made good by the next try, and still knows what was lost', async () => {
  const bench = await activated();
  for (const share of bench.server.shares.values()) share.tries = 0;
  const cutOff: Storage = {
    ...bench.storage,
    put: async (key, value) => {
      await bench.storage.put(key, value);
      if (key === 'credentials') throw new Error('the phone ran out of power');
    },
  };
  const wallet = await bench.restart(cutOff);
  await assert.rejects(wallet.unlock('passcode', PASSCODE.secret), { code: 'vault_destroyed' });
  await assert.rejects(wallet.unlock('pin', PIN.secret), /out of power/);
  const again = await bench.restart();
  assert.deepEqual((await again.overview()).vault.ways, ['pin']);
  await assert.rejects(again.unlock('pin', PIN.secret), { code: 'vault_destroyed' });
  const { lostKeys, vault } = await again.overview();
  assert.deepEqual(vault.ways, []);
  assert.equal(lostKeys?.credentials.length, 1);
});

test('after every way in was closed for good, a new activation password lets new secrets be chosen', async () => {
  const bench = await activated();
  for (const share of bench.server.shares.values()) share.tries = 0;
  const wallet = await bench.restart();
  await assert.rejects(wallet.unlock('passcode', PASSCODE.secret), { code: 'vault_destroyed' });
  await assert.rejects(wallet.unlock('pin', PIN.secret), { code: 'vault_destroyed' });
  await assert.rejects(wallet.createPasscode(PASSCODE), { code: 'vault_destroyed' });
  const second = 'c56a4180-65aa-42ec-a945-5fd21dec0538';
  bench.server.addRequest(second, 'SEC0NDPW');
  await assert.rejects(wallet.startActivation({ requestId: second, password: 'SEC0NDPW' }), {
    code: 'vault_not_set_up',
  });
  await wallet.createPasscode(PASSCODE);
  assert.equal((await wallet.overview()).lostKeys, undefined, 'what is made good is not said again');
  assert.equal((await wallet.resumeActivation()).step, 'pin');
  assert.equal((await wallet.setPin(PIN)).step, 'active');
  assert.ok((await wallet.sign({ purpose: 'authentication' }, data)).length > 60);
});

test('a sealed key that was moved to another credential or changed by a bit does not open', async () => {
  const key = randomBytes(32);
  const sealed = await seal(key, 'device|a|signing', data, randomBytes);
  assert.deepEqual(await unseal(key, 'device|a|signing', sealed), data);
  assert.equal(await unseal(key, 'device|b|signing', sealed), undefined);
  const flipped = sealed.data.slice();
  flipped[0] = (flipped[0] ?? 0) ^ 1;
  assert.equal(await unseal(key, 'device|a|signing', { ...sealed, data: flipped }), undefined);
});

test('a storage gives back what was put, not what became of it', async () => {
  const storage = memoryStorage();
  const value = { list: [1] };
  await storage.put('x', value);
  value.list.push(2);
  assert.deepEqual(await storage.get('x'), { list: [1] });
});
