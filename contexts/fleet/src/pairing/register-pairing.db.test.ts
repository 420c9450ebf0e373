import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { consentText } from '@lanyard/contract';
import { minutes } from '@lanyard/kernel';
import { processOf, type Process, TestReader } from '../testing/relay-world.ts';
import { type Answer, ORIGIN, type TestDevice } from '../testing/test-device.ts';
import { fleetWorld, type World } from '../testing/world.ts';

let world: World;
let here: Process;

before(async () => {
  world = await fleetWorld();
  here = await processOf(world);
});
after(async () => {
  await here[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});
beforeEach(() => {
  world.clock.advance(minutes(11)); // every window of tries is a new one
  world.set('wallet', {});
});

/** A desktop that a phone met over Bluetooth: this server never heard of it. */
function met({ privateKey, publicKey } = generateKeyPairSync('ed25519')) {
  const key = publicKey.export({ format: 'jwk' }).x ?? '';
  return {
    readerId: createHash('sha256').update(Buffer.from(key, 'base64url')).digest('base64url'),
    consent: (to: { deviceId: string; origin?: string; at?: Date; name?: string; signedName?: string }) => {
      const at = (to.at ?? world.clock.now()).toISOString();
      const name = to.name ?? 'Desk';
      const text = consentText(to.origin ?? ORIGIN, to.deviceId, { name: to.signedName ?? name, at });
      return { key, name, at, signature: sign(null, Buffer.from(text), privateKey).toString('base64url') };
    },
  };
}

const tell = (phone: TestDevice, consent: object): Promise<Answer> => phone.call('POST', '/device/desktops', consent);

test('BLE-047 a pairing over Bluetooth is told by the phone with the desktop’s consent; the portal’s list has it, the log too', async () => {
  const phone = await world.registered();
  const desk = met();
  const told = await tell(phone, desk.consent(phone));
  assert.deepEqual([told.status, told.body], [200, { readerId: desk.readerId }]);
  const { body } = await phone.call('GET', '/device/desktops');
  const [desktop] = body['desktops'] as Record<string, unknown>[];
  assert.deepEqual(
    [desktop?.['readerId'], desktop?.['name'], desktop?.['online'], desktop?.['connected']],
    [desk.readerId, 'Desk', false, false],
  );
  const acts = await world.rows<{ act: string }>('select act from kernel.audit where object = $1', [desk.readerId]);
  assert.deepEqual(acts, [{ act: 'desktop.paired' }]);
  assert.equal((await tell(phone, desk.consent(phone))).status, 200, 'paired once more, it is the same pairing');
});

test('a consent counts for its phone, its server, its name and its time only: no desktop is claimed from afar', async () => {
  const phone = await world.registered();
  const other = await world.registered();
  const { deviceId } = phone;
  const desk = met();
  for (const forged of [
    desk.consent({ deviceId: other.deviceId }),
    desk.consent({ deviceId, origin: 'https://other.example' }),
    desk.consent({ deviceId, signedName: 'Another name' }),
    { ...desk.consent(phone), key: met().consent(phone).key },
    { ...desk.consent(phone), key: 'AAAA' },
  ])
    assert.equal((await tell(phone, forged)).body['code'], 'relay_reader_refused');
  const now = world.clock.now().getTime();
  for (const at of [now - minutes(11), now + minutes(11)])
    assert.equal(
      (await tell(phone, desk.consent({ deviceId, at: new Date(at) }))).body['code'],
      'pairing_consent_stale',
    );
  assert.deepEqual((await phone.call('GET', '/device/desktops')).body['desktops'], []);
});

test('BLE-019 a desktop that is paired, by whichever way, is no other phone’s until it is forgotten', async () => {
  const [first, second] = [await world.registered(), await world.registered()];
  const desk = met();
  assert.equal((await tell(first, desk.consent(first))).status, 200);
  assert.equal((await tell(second, desk.consent(second))).body['code'], 'desktop_taken');
  assert.equal((await first.call('DELETE', `/device/desktops/${desk.readerId}`)).status, 204);
  assert.equal((await tell(second, desk.consent(second))).status, 200);
});

test('where the organisation forbids Bluetooth no such pairing is taken; where it forbids the relay it is', async () => {
  const phone = await world.registered();
  world.set('wallet', { desktops: { bluetooth: 'forbidden' } });
  assert.equal((await tell(phone, met().consent(phone))).body['code'], 'bluetooth_forbidden');
  world.set('wallet', { desktops: { relay: 'forbidden' } });
  assert.equal((await tell(phone, met().consent(phone))).status, 200);
});

test('a desktop paired over Bluetooth hears at the relay whose it is, and that it was forgotten', async () => {
  const phone = await world.registered();
  await world.rows('update fleet.relay_node set seen_at = $1', [world.clock.now()]);
  const reader = new TestReader(here.url);
  assert.equal((await tell(phone, met(reader.keys).consent(phone))).status, 200);
  const welcome = await reader.greet();
  assert.equal(welcome.type === 'welcome' && welcome.pairing?.deviceId, phone.deviceId);
  assert.equal((await phone.call('DELETE', `/device/desktops/${reader.readerId}`)).status, 204);
  await here.work();
  assert.equal((await reader.expect('pairing')).pairing, null);
  reader.close();
});
