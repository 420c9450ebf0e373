import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { AdminCredentialView } from '@lanyard/contract';
import { World } from './testing/world.ts';

let world: World;
let admin: { id: string };
before(async () => {
  world = await World.start();
  admin = await world.person();
});
after(() => world[Symbol.asyncDispose]());

const post = async (id: string, act: string, body: object = { reason: 'a call to the help desk' }) => {
  const answer = await world.call(admin, 'POST', `/api/admin/credentials/${id}/${act}`, body);
  return { status: answer.status, view: answer.body as unknown as AdminCredentialView, code: answer.body['code'] };
};

test('an administrator suspends a credential and takes that back; its person reads who did it', async () => {
  const person = await world.person();
  const { credential, phone } = await world.bind(person);
  const suspended = await post(credential.id, 'suspend');
  assert.deepEqual([suspended.view.state, suspended.view.holds], ['suspended', ['admin']]);
  assert.equal(suspended.view.stateReason, 'An administrator suspended it.');
  assert.ok(world.issuer.held.has(credential.id));
  assert.ok(world.fleet.touched.includes(phone.device.id), 'the device is told');
  const resumed = await post(credential.id, 'resume');
  assert.deepEqual([resumed.view.state, resumed.view.holds], ['active', []]);
  assert.ok(!world.issuer.held.has(credential.id));
});

test('taking back what an administrator suspended does not lift what the account suspended', async () => {
  const person = await world.person();
  const { credential } = await world.bind(person);
  await post(credential.id, 'suspend');
  await world.personIs(person, 'suspended');
  const { view } = await post(credential.id, 'resume');
  assert.deepEqual([view.state, view.holds], ['suspended', ['person']]);
  await world.personIs(person, 'active');
  assert.equal(await world.stateOf(credential.id), 'active');
});

test('the cause of a revocation is what the CRL says', async () => {
  for (const [cause, reason] of [
    ['withdrawn', 'privilegeWithdrawn'],
    ['compromised', 'keyCompromise'],
    ['left', 'affiliationChanged'],
    ['superseded', 'superseded'],
    ['ceased', 'cessationOfOperation'],
  ] as const) {
    const { credential } = await world.bind(await world.person());
    const { view } = await post(credential.id, 'revoke', { cause, reason: 'as asked' });
    assert.equal(view.state, 'revoked');
    assert.equal(world.issuer.revoked.get(credential.id), reason);
  }
});

test('what has ended is not suspended, and ends only once', async () => {
  const { credential } = await world.bind(await world.person());
  await post(credential.id, 'revoke', { cause: 'ceased', reason: 'not needed' });
  const again = await post(credential.id, 'revoke', { cause: 'compromised', reason: 'again' });
  assert.equal(again.view.stateReason, 'An administrator revoked it, since it is not needed any more.');
  assert.equal((await post(credential.id, 'suspend')).code, 'credential_not_active');
});

test('a credential that is still being made ends with its request', async () => {
  const person = await world.person();
  const { requestId, activationPassword } = await world.request(person);
  const { body } = await world.activate(await world.phone(person), requestId, activationPassword);
  const { view } = await post(String(body['credentialId']), 'revoke', { cause: 'withdrawn', reason: 'wrong person' });
  assert.equal(view.state, 'revoked');
  const [request] = await world.rows<{ state: string }>('select state from credentials.request where id = $1', [
    requestId,
  ]);
  assert.equal(request?.state, 'cancelled');
});

test('a request is cancelled with its registration PIN, for the reason given; one that ended says how', async () => {
  const person = await world.person();
  const { requestId } = await world.request(person);
  const url = `/api/admin/requests/${requestId}/cancel`;
  const { body } = await world.call(admin, 'POST', url, { reason: 'the caller lost the paper' });
  assert.deepEqual(body, { state: 'cancelled' });
  assert.ok(world.fleet.pins.filter((pin) => pin.requestId === requestId).every((pin) => pin.cancelled));
  const [row] = await world.rows<{ details: object }>(
    `select details from kernel.audit where object = $1 and act = 'request.cancelled'`,
    [requestId],
  );
  assert.deepEqual(row?.details, { reason: 'the caller lost the paper' });
  assert.equal((await world.call(admin, 'POST', url, { reason: 'again' })).status, 200);
  const { requestId: used } = await world.bind(await world.person());
  const late = await world.call(admin, 'POST', `/api/admin/requests/${used}/cancel`, { reason: 'too late' });
  assert.equal(late.body['code'], 'request_used');
});

test('a registration PIN is cancelled; where none is open that is said', async () => {
  const person = await world.person();
  world.set('portal_authentication', { derivedMobileSmartCredential: false });
  await world.request(person);
  world.set('portal_authentication', { derivedMobileSmartCredential: true });
  const url = `/api/admin/people/${person.id}/registration-pin/cancel`;
  assert.equal((await world.call(admin, 'POST', url, { reason: 'read aloud' })).status, 204);
  assert.ok(world.fleet.pins.filter((pin) => pin.personId === person.id).every((pin) => pin.cancelled));
  assert.equal((await world.call(admin, 'POST', url, { reason: 'read aloud' })).body['code'], 'not_found');
});
