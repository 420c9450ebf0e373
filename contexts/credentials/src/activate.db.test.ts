import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import type { ActivationView } from '@lanyard/contract';
import { generateKeyPair } from '@lanyard/crypto';
import { days, hours } from '@lanyard/kernel';
import { namesEqual } from '@lanyard/pki';
import {
  cardName,
  certificateIn,
  csrFor,
  csrOver,
  openSealed,
  sha256Hex,
  weakKey,
  World,
  type Phone,
} from './testing/world.ts';

let world: World;
before(async () => {
  world = await World.start();
});
after(() => world[Symbol.asyncDispose]());
beforeEach(() => {
  world.set('derived_credential', {});
  world.primaryStatus = 'good';
});

/** A phone in the middle of an activation. */
async function activating(): Promise<{
  person: { id: string; upn: string; email: string };
  phone: Phone;
  requestId: string;
  password: string;
}> {
  const person = await world.person();
  const phone = await world.phone(person);
  const { requestId, activationPassword } = await world.request(person);
  assert.equal((await world.activate(phone, requestId, activationPassword)).status, 200);
  return { person, phone, requestId, password: activationPassword };
}
const certify = (phone: Phone, requestId: string, purpose: string, csr: string) =>
  world.call(phone, 'POST', `/device/requests/${requestId}/certificates`, { purpose, csr });

test('ENT-021 an activated credential has exactly an authentication, a signing and an encryption certificate', async () => {
  const person = await world.person();
  const { credential } = await world.bind(person);
  assert.equal(credential.state, 'active');
  assert.deepEqual(
    credential.certificates.map(({ purpose }) => purpose),
    ['authentication', 'signing', 'encryption'],
  );
  const { canRequest, credentials } = (await world.call(person, 'GET', '/api/me')).body;
  assert.equal(canRequest, true);
  assert.equal((credentials as unknown[]).length, 1);
  assert.equal(world.notices.findLast(({ personId }) => personId === person.id)?.kind, 'credential.bound');
});

test('names are copied from the card; only the e-mail address comes from the directory', async () => {
  const { person, phone, requestId } = await activating();
  await world.finish(phone, requestId);
  const orders = world.issuer.orders.filter(({ correlationId }) => correlationId === requestId);
  assert.deepEqual(
    orders.map(({ profile, upn, email }) => ({ profile, upn, email })),
    [
      { profile: 'derived-authentication', upn: person.upn, email: undefined },
      { profile: 'signature', upn: undefined, email: person.email },
      { profile: 'key-management', upn: undefined, email: person.email },
    ],
  );
  for (const { subject } of orders) assert.ok(namesEqual(subject, cardName(person)));
});

test('under the strict cascade no certificate outlives the card; under the account cascade the setting rules', async () => {
  const short = await world.person(100);
  const card = new Date(world.clock.now().getTime() + days(100)).toISOString();
  assert.equal((await world.bind(short)).credential.expiresAt, card);
  const long = await world.person(1_500);
  assert.equal(
    (await world.bind(long)).credential.expiresAt,
    new Date(world.clock.now().getTime() + days(1_095)).toISOString(),
  );
  world.set('derived_credential', { cascade: 'account', lifetimeDays: 365 });
  const account = await world.person(100);
  assert.equal(
    (await world.bind(account)).credential.expiresAt,
    new Date(world.clock.now().getTime() + days(365)).toISOString(),
  );
});

test('ENT-020 a wrong activation password is refused and counted; the setting’s number of them closes the request', async () => {
  world.set('derived_credential', { wrongPasswords: 3 });
  const person = await world.person();
  const phone = await world.phone(person);
  const { requestId, activationPassword } = await world.request(person);
  for (const triesLeft of [2, 1]) {
    const wrong = await world.activate(phone, requestId, 'ZZZZZZZZ');
    assert.equal(wrong.status, 403);
    assert.deepEqual(wrong.body['details'], { triesLeft });
  }
  assert.equal((await world.call(person, 'GET', `/api/me/requests/${requestId}`)).body['wrongPasswordsLeft'], 1);
  const last = await world.activate(phone, requestId, 'ZZZZZZZZ');
  assert.equal(last.status, 423);
  assert.equal(last.body['code'], 'request_locked');
  assert.equal((await world.activate(phone, requestId, activationPassword)).body['code'], 'request_locked');
});

test('a right password costs no try: as many are left as before', async () => {
  const person = await world.person();
  const phone = await world.phone(person);
  const { requestId, activationPassword } = await world.request(person);
  await world.activate(phone, requestId, 'ZZZZZZZZ');
  await world.activate(phone, requestId, activationPassword);
  assert.equal((await world.call(person, 'GET', `/api/me/requests/${requestId}`)).body['wrongPasswordsLeft'], 4);
});

test('twelve guesses at once have no more tries than the setting gives', async () => {
  const person = await world.person();
  const phone = await world.phone(person);
  const { requestId } = await world.request(person);
  const answers = await Promise.all(Array.from({ length: 12 }, () => world.activate(phone, requestId, 'ZZZZZZZZ')));
  assert.equal(answers.filter(({ body }) => body['code'] === 'activation_password_wrong').length, 4);
  assert.equal(answers.filter(({ body }) => body['code'] === 'request_locked').length, 8);
});

test('another person’s device can neither see the request nor cost it a try', async () => {
  const person = await world.person();
  const { requestId, activationPassword } = await world.request(person);
  const stranger = await world.phone(await world.person());
  for (let i = 0; i < 6; i++)
    assert.equal((await world.activate(stranger, requestId, 'ZZZZZZZZ')).body['code'], 'request_not_yours');
  assert.equal((await world.call(stranger, 'GET', `/device/requests/${requestId}`)).body['code'], 'request_not_yours');
  assert.equal((await world.activate(await world.phone(person), requestId, activationPassword)).status, 200);
});

test('a password typed in lower case with spaces is right, and works once', async () => {
  const person = await world.person();
  const phone = await world.phone(person);
  const { requestId, activationPassword } = await world.request(person);
  assert.equal(
    (
      await world.activate(
        phone,
        requestId,
        ` ${activationPassword.slice(0, 4).toLowerCase()} ${activationPassword.slice(4)}`,
      )
    ).status,
    200,
  );
  assert.equal(
    (await world.activate(await world.phone(person), requestId, activationPassword)).body['code'],
    'request_used',
  );
  await world.finish(phone, requestId);
  assert.equal((await world.activate(phone, requestId, activationPassword)).body['code'], 'request_used');
});

test('of two devices with the password at once one gets the request', async () => {
  const person = await world.person();
  const phones = [await world.phone(person), await world.phone(person)];
  const { requestId, activationPassword } = await world.request(person);
  const answers = await Promise.all(phones.map((phone) => world.activate(phone, requestId, activationPassword)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
});

for (const [status, code] of [
  ['revoked', 'certificate_revoked'],
  ['on_hold', 'certificate_on_hold'],
  ['expired', 'certificate_expired'],
] as const) {
  test(`nothing is issued under a card that is ${status} by now`, async () => {
    const person = await world.person();
    const phone = await world.phone(person);
    const { requestId, activationPassword } = await world.request(person);
    world.primaryStatus = status;
    assert.equal((await world.activate(phone, requestId, activationPassword)).body['code'], code);
    assert.equal(
      (await world.call(phone, 'GET', `/device/requests/${requestId}/activation`)).body['code'],
      'request_not_activating',
    );
    const refused = `select details ->> 'code' as code from kernel.audit where person_id = $1 and outcome = 'refused'`;
    assert.deepEqual(await world.rows(refused, [person.id]), [{ code }]);
  });
}

test('a card whose status cannot be learned now was good at the sign-in: the activation goes on', async () => {
  const person = await world.person();
  world.primaryStatus = 'unknown';
  assert.equal((await world.bind(person)).credential.state, 'active');
});

test('the activation says what the wallet has still to do', async () => {
  const { phone, requestId } = await activating();
  const view = async () =>
    (await world.call(phone, 'GET', `/device/requests/${requestId}/activation`)).body as unknown as ActivationView;
  assert.deepEqual((await view()).parts, [
    { purpose: 'authentication', keyType: 'ec-p256', madeBy: 'device', issued: false },
    { purpose: 'signing', keyType: 'ec-p256', madeBy: 'device', issued: false },
    { purpose: 'encryption', keyType: 'ec-p256', madeBy: 'issuer', issued: false },
  ]);
  await certify(phone, requestId, 'authentication', (await csrFor('ec-p256')).csr);
  assert.deepEqual(
    (await view()).parts.map(({ issued }) => issued),
    [true, false, false],
  );
  assert.equal((await view()).deadline, new Date(world.clock.now().getTime() + hours(24)).toISOString());
});

test('an activation that is allowed closed ways of the vault to be chosen anew', async () => {
  const { phone } = await activating();
  assert.ok(world.fleet.newVaults.includes(phone.device.id));
});

test('a CSR is refused by name: malformed, oversized, weak, of the wrong kind, of another key, of a key in use', async () => {
  const { phone, requestId } = await activating();
  const code = async (purpose: string, csr: string) => (await certify(phone, requestId, purpose, csr)).body['code'];
  const { csr } = await csrFor('ec-p256');
  assert.equal(await code('authentication', 'AAAA'), 'csr_malformed');
  assert.equal(await code('authentication', 'no base64!'), 'csr_malformed');
  assert.equal(await code('authentication', Buffer.alloc(16_385, 48).toString('base64')), 'csr_too_large');
  assert.equal(await code('authentication', await csrOver(weakKey())), 'csr_weak_key');
  assert.equal(await code('authentication', (await csrFor('ec-p384')).csr), 'csr_wrong_key');
  assert.equal(await code('authentication', (await csrFor('rsa-2048')).csr), 'csr_wrong_key');
  const bent = Buffer.from(csr, 'base64');
  const at = bent.length - 1;
  bent[at] = (bent[at] ?? 0) ^ 1;
  assert.equal(await code('authentication', bent.toString('base64')), 'csr_signature_invalid');
  assert.equal((await certify(phone, requestId, 'authentication', csr)).status, 200);
  assert.equal(await code('signing', csr), 'csr_key_reused');
  assert.equal(await code('authentication', (await csrFor('ec-p256')).csr), 'conflict');
});

test('the same CSR gets the same certificate, and the issuer is asked once', async () => {
  const { phone, requestId } = await activating();
  const { csr, spki } = await csrFor('ec-p256');
  const first = await certify(phone, requestId, 'authentication', csr);
  const second = await certify(phone, requestId, 'authentication', csr);
  assert.deepEqual(second.body, first.body);
  assert.deepEqual(Buffer.from(certificateIn(first).spki), Buffer.from(spki));
  assert.equal(world.issuer.orders.filter(({ correlationId }) => correlationId === requestId).length, 1);
});

test('the encryption key opens on its device only, and is the certificate’s', async () => {
  const { phone, requestId } = await activating();
  const answer = await world.call(phone, 'POST', `/device/requests/${requestId}/encryption-key`);
  const { enc, ciphertext } = answer.body as { enc: string; ciphertext: string };
  const pkcs8 = await openSealed(phone, requestId, enc, ciphertext);
  const spki = createPublicKey({ key: pkcs8, format: 'der', type: 'pkcs8' } as unknown as Parameters<
    typeof createPublicKey
  >[0]).export({ format: 'der', type: 'spki' });
  assert.deepEqual(spki, Buffer.from(certificateIn(answer).spki));
  await assert.rejects(
    openSealed({ ...phone, device: { ...phone.device, id: requestId } }, requestId, enc, ciphertext),
  );
  await assert.rejects(openSealed(phone, phone.device.id, enc, ciphertext));
  await assert.rejects(openSealed(await world.phone(phone.device), requestId, enc, ciphertext));
});

test('the sealed key is the same until it is confirmed and then gone; the issuer keeps none either', async () => {
  const { phone, requestId } = await activating();
  const ask = () => world.call(phone, 'POST', `/device/requests/${requestId}/encryption-key`);
  const first = await ask();
  assert.deepEqual((await ask()).body, first.body);
  assert.equal(world.issuer.keepsKeyOf(`${requestId}/encryption`), false);
  const { id } = await world.finish(phone, requestId);
  assert.deepEqual(
    await world.rows(
      `select enc, ciphertext from credentials.certificate where credential_id = $1 and purpose = 'encryption'`,
      [id],
    ),
    [{ enc: null, ciphertext: null }],
  );
  assert.equal((await ask()).body['code'], 'request_used');
});

test('two calls for the encryption key at once get one key', async () => {
  const { phone, requestId } = await activating();
  const [a, b] = await Promise.all(
    [1, 2].map(() => world.call(phone, 'POST', `/device/requests/${requestId}/encryption-key`)),
  );
  assert.equal(a?.status, 200);
  assert.deepEqual(a?.body, b?.body);
});

test('confirming needs every certificate and no other', async () => {
  const { phone, requestId } = await activating();
  const { csr } = await csrFor('ec-p256');
  const hash = await sha256Hex(String((await certify(phone, requestId, 'authentication', csr)).body['certificate']));
  const confirm = (certificates: string[]) =>
    world.call(phone, 'POST', `/device/requests/${requestId}/confirm`, { certificates });
  const early = await confirm([hash]);
  assert.equal(early.status, 409);
  assert.deepEqual(early.body['details'], { missing: ['signing', 'encryption'] });
  const credential = await world.finish(phone, requestId).catch(() => null);
  assert.equal(credential, null, 'another key for a purpose that has one is refused');
});

test('confirmed twice it stays as it is', async () => {
  const { phone, requestId } = await activating();
  const credential = await world.finish(phone, requestId);
  const certificates = credential.certificates.map(({ sha256 }) => sha256);
  const again = await world.call(phone, 'POST', `/device/requests/${requestId}/confirm`, { certificates });
  assert.deepEqual(again.body['credential'], credential);
  assert.equal(world.notices.filter(({ facts }) => facts['credentialId'] === credential.id).length, 1);
});

test('AGT-020 a new credential replaces the old one on the device, and only there', async () => {
  const person = await world.person();
  const first = await world.bind(person);
  const elsewhere = await world.bind(person);
  const second = await world.bind(person, first.phone);
  assert.equal(await world.stateOf(first.credential.id), 'replaced');
  assert.equal(world.issuer.revoked.get(first.credential.id), 'superseded');
  assert.equal(await world.stateOf(elsewhere.credential.id), 'active');
  assert.equal(await world.stateOf(second.credential.id), 'active');
  const { credentials } = await world.credentials.forDevice(first.phone.device.id, person.id);
  assert.deepEqual(credentials.map(({ state }) => state).sort(), ['active', 'replaced']);
});

test('key type and purposes are the setting’s', async () => {
  world.set('derived_credential', { keyType: 'ec-p384', purposes: ['authentication'] });
  const { phone, requestId } = await activating();
  assert.equal(
    (await certify(phone, requestId, 'signing', (await csrFor('ec-p384')).csr)).body['code'],
    'input_invalid',
  );
  const key = generateKeyPair('ec-p384');
  const { csr } = await csrFor('ec-p384', key);
  const hash = await sha256Hex(String((await certify(phone, requestId, 'authentication', csr)).body['certificate']));
  const confirmed = await world.call(phone, 'POST', `/device/requests/${requestId}/confirm`, { certificates: [hash] });
  assert.equal((confirmed.body['credential'] as { state: string }).state, 'active');
});

test('what was never confirmed within its deadline is revoked by the job', async () => {
  const { phone, requestId } = await activating();
  const answer = await certify(phone, requestId, 'authentication', (await csrFor('ec-p256')).csr);
  assert.equal(answer.status, 200);
  const [row] = await world.rows<{ credential_id: string }>(
    `select credential_id from credentials.request where id = $1`,
    [requestId],
  );
  world.clock.advance(hours(24));
  assert.equal(
    (await certify(phone, requestId, 'signing', (await csrFor('ec-p256')).csr)).body['code'],
    'request_expired',
  );
  await world.credentials.expireDue();
  assert.equal(await world.stateOf(row?.credential_id ?? ''), 'revoked');
  assert.equal(world.issuer.revoked.has(row?.credential_id ?? ''), true);
});
