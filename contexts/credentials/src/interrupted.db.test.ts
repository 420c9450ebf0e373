import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ActivationView } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import { CREDENTIAL_STEPS } from './index.ts';
import { csrFor, sha256Hex, World, type Answer, type Phone } from './testing/world.ts';

let world: World;
before(async () => {
  world = await World.start();
});
after(() => world[Symbol.asyncDispose]());

/** A wallet that repeats a call that was cut off, with the same content. */
async function insist(call: () => Promise<Answer>): Promise<Answer> {
  const first = await call();
  return first.body['code'] === 'internal' ? call() : first;
}

async function activation(phone: Phone, requestId: string, password: string): Promise<Answer> {
  const path = `/device/requests/${requestId}`;
  const view = (await insist(() => world.activate(phone, requestId, password))).body as unknown as ActivationView;
  const hashes: string[] = [];
  for (const { purpose, keyType, madeBy } of view.parts) {
    const { csr } = await csrFor(keyType);
    const answer = await insist(() =>
      madeBy === 'device'
        ? world.call(phone, 'POST', `${path}/certificates`, { purpose, csr })
        : world.call(phone, 'POST', `${path}/encryption-key`),
    );
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    hashes.push(await sha256Hex(String(answer.body['certificate'])));
  }
  return insist(() => world.call(phone, 'POST', `${path}/confirm`, { certificates: hashes }));
}

for (const step of CREDENTIAL_STEPS) {
  test(`an activation cut off after ${step} is taken up again, and no certificate is made twice`, async () => {
    const person = await world.person();
    const phone = await world.phone(person);
    const { requestId, activationPassword } = await world.request(person);
    world.dieAt = step;
    const confirmed = await activation(phone, requestId, activationPassword);
    assert.equal(world.dieAt, undefined, 'the step was reached');
    assert.equal(confirmed.status, 200, JSON.stringify(confirmed.body));
    const { id, state, certificates } = confirmed.body['credential'] as {
      id: string;
      state: string;
      certificates: { sha256: string }[];
    };
    assert.equal(state, 'active');
    const made = [...world.issuer.issued.values()].filter(({ order }) => order.holder.credentialId === id);
    assert.deepEqual(made.map(({ sha256 }) => sha256).sort(), certificates.map(({ sha256 }) => sha256).sort());
    assert.equal(world.notices.filter(({ facts }) => facts['credentialId'] === id).length, 1);
  });
}

test('a certificate that comes after its request has ended is revoked, and the wallet learns why', async () => {
  const person = await world.person();
  const phone = await world.phone(person);
  const { requestId, activationPassword } = await world.request(person);
  await world.activate(phone, requestId, activationPassword);
  const issue = world.issuer.issue.bind(world.issuer);
  world.issuer.issue = async (order) => {
    const made = await issue(order);
    await world.call(person, 'DELETE', `/api/me/requests/${requestId}`);
    return made;
  };
  const answer = await world.call(phone, 'POST', `/device/requests/${requestId}/certificates`, {
    purpose: 'authentication',
    csr: (await csrFor('ec-p256')).csr,
  });
  world.issuer.issue = issue;
  assert.equal(answer.body['code'], 'request_cancelled');
  const late = world.issuer.issued.get(`${requestId}/authentication`);
  assert.equal(world.issuer.revoked.get(late?.sha256 ?? ''), 'cessationOfOperation');
});

test('an issuer that cannot sign leaves the activation as it was', async () => {
  const person = await world.person();
  const phone = await world.phone(person);
  const { requestId, activationPassword } = await world.request(person);
  await world.activate(phone, requestId, activationPassword);
  world.issuer.failing = new LanyardError('issuer_unavailable');
  const { csr } = await csrFor('ec-p256');
  const certify = () =>
    world.call(phone, 'POST', `/device/requests/${requestId}/certificates`, { purpose: 'authentication', csr });
  assert.equal((await certify()).status, 503);
  world.issuer.failing = undefined;
  assert.equal((await certify()).status, 200);
});

test('a wallet that lost its key before the certificate may come with another', async () => {
  const person = await world.person();
  const phone = await world.phone(person);
  const { requestId, activationPassword } = await world.request(person);
  await world.activate(phone, requestId, activationPassword);
  world.dieAt = 'credentials.key-reserved';
  const certify = async () =>
    world.call(phone, 'POST', `/device/requests/${requestId}/certificates`, {
      purpose: 'authentication',
      csr: (await csrFor('ec-p256')).csr,
    });
  assert.equal((await certify()).status, 500);
  assert.equal((await certify()).status, 200);
});
