import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { ActivationView } from '@lanyard/contract';
import { generateKeyPair } from '@lanyard/crypto';
import { hours } from '@lanyard/kernel';
import { csrFor, sha256Hex, World, type Answer, type Phone } from './testing/world.ts';

let world: World;
before(async () => {
  world = await World.start();
});
after(() => world[Symbol.asyncDispose]());
beforeEach(() => {
  world.set('derived_credential', {});
  world.primaryStatus = 'good';
});

interface Started {
  readonly person: { readonly id: string };
  readonly phone: Phone;
  readonly path: string;
  readonly credentialId: string;
}

async function started(): Promise<Started> {
  const person = await world.person();
  const phone = await world.phone(person);
  const { requestId, activationPassword } = await world.request(person);
  const { body } = await world.activate(phone, requestId, activationPassword);
  return { person, phone, path: `/device/requests/${requestId}`, credentialId: String(body['credentialId']) };
}

/** Everything but the confirmation. */
async function certified({ phone, path }: Started): Promise<string[]> {
  const { parts } = (await world.call(phone, 'GET', `${path}/activation`)).body as unknown as ActivationView;
  const hashes: string[] = [];
  for (const { purpose, keyType, madeBy } of parts) {
    const answer =
      madeBy === 'device'
        ? await world.call(phone, 'POST', `${path}/certificates`, { purpose, csr: (await csrFor(keyType)).csr })
        : await world.call(phone, 'POST', `${path}/encryption-key`);
    hashes.push(await sha256Hex(String(answer.body['certificate'])));
  }
  return hashes;
}

const somebodyWaits = async (): Promise<boolean> =>
  (
    await world.rows(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' limit 1`,
    )
  ).length > 0;

const confirm = ({ phone, path }: Started, certificates: readonly string[]): Promise<Answer> =>
  world.call(phone, 'POST', `${path}/confirm`, { certificates });

test('a credential does not become active once its person’s account has ended, before any job has noticed', async () => {
  const one = await started();
  const certificates = await certified(one);
  const person = world.people.get(one.person.id);
  assert.ok(person);
  world.people.set(person.id, { ...person, state: 'terminated' });
  assert.equal((await confirm(one, certificates)).body['code'], 'person_not_active');
  assert.equal(await world.stateOf(one.credentialId), 'issuing');
});

test('a device that was lost while its call was under way begins no activation and gets no credential', async () => {
  const one = await started();
  const certificates = await certified(one);
  await world.fleet.markLost(undefined, one.phone.device.id);
  assert.equal((await confirm(one, certificates)).body['code'], 'device_lost');
  assert.equal(await world.stateOf(one.credentialId), 'issuing');

  const person = await world.person();
  const phone = await world.phone(person);
  const { requestId, activationPassword } = await world.request(person);
  await world.fleet.markLost(undefined, phone.device.id);
  assert.equal((await world.activate(phone, requestId, activationPassword)).body['code'], 'device_lost');
  assert.equal((await world.call(person, 'GET', `/api/me/requests/${requestId}`)).body['state'], 'pending');
});

test('an activation that took long asks about the card again before the credential becomes active', async () => {
  const one = await started();
  const certificates = await certified(one);
  world.clock.advance(hours(5));
  world.primaryStatus = 'revoked';
  assert.equal((await confirm(one, certificates)).body['code'], 'certificate_revoked');
  assert.equal(await world.stateOf(one.credentialId), 'issuing');
  world.primaryStatus = 'unknown';
  assert.equal((await confirm(one, certificates)).status, 200);
});

test('a credential deleted while it is being made ends its request too', async () => {
  const one = await started();
  assert.equal((await world.call(one.person, 'DELETE', `/api/me/credentials/${one.credentialId}`)).status, 204);
  assert.equal(world.issuer.revoked.get(one.credentialId), 'cessationOfOperation');
  const { csr } = await csrFor('ec-p256');
  const answer = await world.call(one.phone, 'POST', `${one.path}/certificates`, { purpose: 'authentication', csr });
  assert.equal(answer.body['code'], 'request_cancelled');
  assert.equal((await world.call(one.person, 'GET', '/api/me')).body['request'], null);
});

test('a certificate that comes while its credential is being ended is revoked', async () => {
  const one = await started();
  const issue = world.issuer.issue.bind(world.issuer);
  let ended: Promise<void> | undefined;
  const call: { answer?: Answer } = {};
  world.issuer.issue = async (order) => {
    const made = await issue(order);
    // Another transaction has the credential's lock and has revoked what there was; it commits once somebody waits for it.
    await new Promise<void>((locked) => {
      ended = world.db.tx(async (tx) => {
        await tx
          .withTables<{ 'credentials.credential': { id: string; state: string } }>()
          .updateTable('credentials.credential')
          .set({ state: 'revoked' })
          .where('id', '=', one.credentialId)
          .execute();
        locked();
        while (call.answer === undefined && !(await somebodyWaits())) await new Promise((later) => setImmediate(later));
      });
    });
    return made;
  };
  const { csr } = await csrFor('ec-p256');
  call.answer = await world.call(one.phone, 'POST', `${one.path}/certificates`, { purpose: 'authentication', csr });
  world.issuer.issue = issue;
  await ended;
  assert.equal(call.answer.body['code'], 'credential_not_active');
  const late = world.issuer.orders.at(-1);
  assert.equal(
    world.issuer.revoked.get(world.issuer.issued.get(late?.reference ?? '')?.sha256 ?? ''),
    'cessationOfOperation',
  );
});

test('a key that was certified stays reserved, though the wallet came with another one meanwhile', async () => {
  const one = await started();
  const [first, second] = [generateKeyPair('ec-p256'), generateKeyPair('ec-p256')];
  const certify = async (key: typeof first, purpose: string) =>
    world.call(one.phone, 'POST', `${one.path}/certificates`, { purpose, csr: (await csrFor('ec-p256', key)).csr });
  const issue = world.issuer.issue.bind(world.issuer);
  world.issuer.issue = async (order) => {
    world.issuer.issue = issue;
    const made = await issue(order);
    await certify(second, 'authentication');
    return made;
  };
  await certify(first, 'authentication');
  assert.equal((await certify(first, 'signing')).body['code'], 'csr_key_reused');
  assert.equal((await certify(second, 'signing')).status, 200);
});

test('a card revoked in the middle of an activation ends it, and the wallet is told that there is nothing to go on with', async () => {
  const one = await started();
  await world.rows(`update credentials.primary_credential set next_check_at = $2 where person_id = $1`, [
    one.person.id,
    world.clock.now(),
  ]);
  world.primaryStatus = 'revoked';
  await world.credentials.recheckPrimaries();
  assert.equal(await world.stateOf(one.credentialId), 'revoked');
  const { csr } = await csrFor('ec-p256');
  const answer = await world.call(one.phone, 'POST', `${one.path}/certificates`, { purpose: 'authentication', csr });
  assert.equal(answer.body['code'], 'credential_not_active');
});

test('a certificate finished after its request was cancelled, by a process that died then, is revoked when the wallet comes back', async () => {
  const one = await started();
  const issue = world.issuer.issue.bind(world.issuer);
  world.issuer.issue = async (order) => {
    world.issuer.issue = issue;
    await world.call(one.person, 'DELETE', one.path.replace('/device', '/api/me'));
    await issue(order);
    throw new Error('the process died');
  };
  const { csr } = await csrFor('ec-p256');
  const certify = () => world.call(one.phone, 'POST', `${one.path}/certificates`, { purpose: 'authentication', csr });
  await certify();
  world.issuer.revoked.clear();
  assert.equal((await certify()).body['code'], 'request_cancelled');
  assert.equal(world.issuer.revoked.get(one.credentialId), 'cessationOfOperation');

  const bound = await world.bind(await world.person());
  await world.call(bound.phone, 'DELETE', `/device/credentials/${bound.credential.id}`);
  world.issuer.revoked.clear();
  const path = `/device/requests/${bound.requestId}/certificates`;
  await world.call(bound.phone, 'POST', path, { purpose: 'authentication', csr });
  assert.equal(world.issuer.revoked.size, 0, 'what was confirmed has had its ending');
});
