// Settings and trust anchors from the command line, in force on the running server at once.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CardHolder } from './support/card-holder.ts';
import { must } from './support/enrolled-device.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';

let on: Lanyard;
before(async () => {
  on = await lanyard();
  await on.start();
});
after(() => on?.remove());

const put = (kind: string, value: unknown) => {
  const path = join(on.folder, `${kind}.json`);
  writeFileSync(path, JSON.stringify(value));
  return on.run(['setting', 'put', kind, path]);
};
const shown = async (kind: string) =>
  JSON.parse((await must(on.run(['setting', 'show', kind, '--user', 'ada.vega']))).stdout) as {
    value: Record<string, unknown>;
  };

test('SSP-013 SSP-024 without Derived Mobile Smart Credential the button is "Request a PIN", and only a PIN of the set length is given', async () => {
  const { value } = await shown('portal_authentication');
  await must(put('portal_authentication', { ...value, derivedMobileSmartCredential: false }));
  await must(put('device_registration', { pinLength: 12 }));
  const holder = new CardHolder(on.portal);
  await holder.signIn(join(on.cards, 'ada.vega.p12'));
  assert.equal((await holder.home()).requestButton, 'Request a PIN');
  const given = await holder.request();
  assert.equal(given.registrationPin?.length, 12);
  assert.equal(given.activationPassword, null);
});

test('a setting that is wrong is refused by its fields, and the one in force stays', async () => {
  const refused = await put('device_registration', { pinLength: 99, pinLenght: 8 });
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /pinLength/);
  assert.match(refused.stderr, /pinLenght/);
  assert.equal((await shown('device_registration')).value['pinLength'], 12);
});

test('an issuer that is no longer trusted is refused from the next sign-in on', async () => {
  const { value } = await shown('portal_authentication');
  await must(put('portal_authentication', { ...value, anchors: [] }));
  await assert.rejects(new CardHolder(on.portal).signIn(join(on.cards, 'ben.okafor.p12')), /does not accept/);
  await must(put('portal_authentication', value));
  await new CardHolder(on.portal).signIn(join(on.cards, 'ben.okafor.p12'));
});
