// Ending travels the main job's road backwards: card, credential, certificates, device.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CardHolder } from './support/card-holder.ts';
import { must } from './support/enrolled-device.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { registerDevice, type RegisteredDevice } from './support/registered-device.ts';
import { until } from './support/run-program.ts';

let on: Lanyard;
let device: RegisteredDevice;
before(async () => {
  on = await lanyard();
  await on.start();
  device = await registerDevice(on, { user: 'ben.okafor', platform: 'ios', osVersion: '18.1' });
  const activated = await device.activate();
  assert.equal(activated.code, 0, activated.said);
});
after(() => on?.remove());

const stateInPortal = async () => (await device.holder.home()).credentials[0]?.state;
const stateOnDevice = async () => {
  const checked = await device.run(['check-in']);
  assert.equal(checked.code, 0, checked.said);
  const { credentials } = JSON.parse((await device.run(['status', '--json'])).out) as {
    credentials: { state: string }[];
  };
  return credentials[0]?.state;
};

test('a card put on hold by its issuer suspends the derived credential, and resuming it brings it back', async () => {
  await must(on.run(['card', 'revoke', 'ben.okafor', '--hold']));
  await until('the credential is suspended', async () => (await stateInPortal()) === 'suspended');
  assert.equal(await stateOnDevice(), 'suspended');
  await must(on.run(['card', 'revoke', 'ben.okafor', '--resume']));
  await until('the credential is active again', async () => (await stateInPortal()) === 'active');
  assert.equal(await stateOnDevice(), 'active');
});

test('ADM-001 a revoked card revokes the derived credential, and the device learns it at its next check-in', async () => {
  const { stdout } = await must(on.run(['card', 'revoke', 'ben.okafor', '--reason', 'keyCompromise']));
  assert.equal(stdout.trim().split('\n').length, 4, "the card's four certificates, and not the authorities above them");
  await until('the credential is revoked', async () => (await stateInPortal()) === 'revoked');
  assert.equal(await stateOnDevice(), 'revoked');
  await assert.rejects(new CardHolder(on.portal).signIn(join(on.cards, 'ben.okafor.p12')), /revoked/);
});

test('a person whose account ends loses sessions, credentials and registrations', async () => {
  const ada = new CardHolder(on.portal);
  await ada.signIn(join(on.cards, 'ada.vega.p12'));
  await must(on.run(['person', 'state', 'ada.vega', 'terminated']));
  assert.equal((await ada.get('/api/me')).status, 401);
  await assert.rejects(new CardHolder(on.portal).signIn(join(on.cards, 'ada.vega.p12')), /suspended or has ended/);
});
