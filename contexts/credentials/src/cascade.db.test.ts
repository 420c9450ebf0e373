import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { days, executeSql, hours } from '@lanyard/kernel';
import { cardName, World } from './testing/world.ts';

let world: World;
before(async () => {
  world = await World.start();
});
after(() => world[Symbol.asyncDispose]());
beforeEach(() => {
  world.set('derived_credential', {});
  world.primaryStatus = 'good';
});

/** The next regular check of every card. */
async function recheck(status: World['primaryStatus']): Promise<void> {
  world.primaryStatus = status;
  world.clock.advance(days(1));
  await world.credentials.recheckPrimaries();
}

const acts = async (personId: string): Promise<string[]> =>
  (await world.rows<{ act: string }>(`select act from kernel.audit where person_id = $1 order by id`, [personId])).map(
    ({ act }) => act,
  );

test('strict: a revoked card revokes what was issued under it, and the holder is told why', async () => {
  const person = await world.person();
  const { credential, phone } = await world.bind(person);
  await recheck('revoked');
  assert.equal(await world.stateOf(credential.id), 'revoked');
  assert.equal(world.issuer.revoked.get(credential.id), 'privilegeWithdrawn');
  const notice = world.notices.findLast(({ personId }) => personId === person.id);
  assert.deepEqual(notice, {
    personId: person.id,
    kind: 'credential.ended',
    facts: { credentialName: 'Derived credential', deviceName: 'My phone', reason: 'your smart card was revoked' },
  });
  const { credentials } = await world.credentials.forDevice(phone.device.id, person.id);
  assert.equal(credentials[0]?.stateReason, 'Your smart card was revoked.');
});

test('strict: a card on hold suspends, one taken back resumes, and the state says so', async () => {
  const person = await world.person();
  const { credential } = await world.bind(person);
  await recheck('on_hold');
  assert.equal(await world.stateOf(credential.id), 'suspended');
  assert.ok(world.issuer.held.has(credential.id));
  await recheck('on_hold');
  await recheck('good');
  assert.equal(await world.stateOf(credential.id), 'active');
  assert.equal(world.issuer.held.has(credential.id), false);
  assert.equal((await acts(person.id)).filter((act) => act === 'credential.suspended').length, 1);
});

test('a status that cannot be learned ends nothing and is asked for again within the hour', async () => {
  const person = await world.person();
  const { credential } = await world.bind(person);
  await recheck(new Error('the CRL cannot be had'));
  assert.equal(await world.stateOf(credential.id), 'active');
  world.primaryStatus = 'revoked';
  world.clock.advance(hours(1));
  await world.credentials.recheckPrimaries();
  assert.equal(await world.stateOf(credential.id), 'revoked');
});

test('strict: the end of the card is the end of the credential', async () => {
  const person = await world.person(20);
  const { credential } = await world.bind(person);
  world.clock.advance(days(20));
  await world.credentials.expireDue();
  assert.equal(await world.stateOf(credential.id), 'expired');
  assert.equal(world.issuer.revoked.has(credential.id), false);
});

test('a card that expired under a setting that is strict only now ends what outlived it', async () => {
  world.set('derived_credential', { cascade: 'account' });
  const person = await world.person(20);
  const { credential } = await world.bind(person);
  world.clock.advance(days(21));
  await world.credentials.recheckPrimaries();
  assert.equal(await world.stateOf(credential.id), 'active');
  world.set('derived_credential', {});
  await recheck('good');
  assert.equal(await world.stateOf(credential.id), 'expired');
  assert.equal(world.issuer.revoked.get(credential.id), 'cessationOfOperation');
});

test('ADM-001 account: loss or end of the card ends nothing, the end of the account does', async () => {
  world.set('derived_credential', { cascade: 'account' });
  const person = await world.person();
  const { credential } = await world.bind(person);
  await recheck('revoked');
  assert.equal(await world.stateOf(credential.id), 'active');
  await world.personIs(person, 'terminated');
  assert.equal(await world.stateOf(credential.id), 'revoked');
  assert.equal(world.issuer.revoked.get(credential.id), 'affiliationChanged');
});

test('seven days after issuing the card is checked again, and the log says so', async () => {
  const person = await world.person();
  const { credential } = await world.bind(person);
  world.clock.advance(days(6) + hours(23));
  await world.credentials.recheckPrimaries();
  assert.equal((await acts(person.id)).includes('credential.rechecked'), false);
  world.clock.advance(hours(1));
  assert.ok((await world.credentials.recheckPrimaries()) >= 1);
  const [row] = await world.rows<{ object: string; details: unknown }>(
    `select object, details from kernel.audit where act = 'credential.rechecked' and person_id = $1`,
    [person.id],
  );
  assert.deepEqual(row, { object: credential.id, details: { status: 'good' } });
});

test('a card without live credentials is asked for no more', async () => {
  const person = await world.person();
  const { credential } = await world.bind(person);
  await world.call(person, 'DELETE', `/api/me/credentials/${credential.id}`);
  await recheck('good');
  assert.deepEqual(
    await world.rows(`select next_check_at from credentials.primary_credential where person_id = $1`, [person.id]),
    [{ next_check_at: null }],
  );
});

test('two processes that check at once ask for each card once', async () => {
  await recheck('good');
  const people = await Promise.all(Array.from({ length: 6 }, () => world.person()));
  for (const person of people) await world.bind(person);
  world.clock.advance(days(1));
  const mine = await world.rows<{ n: number }>(
    `select count(*)::int as n from credentials.primary_credential where next_check_at <= $1`,
    [world.clock.now()],
  );
  const [a, b] = await Promise.all([world.credentials.recheckPrimaries(), world.credentials.recheckPrimaries()]);
  assert.equal((a ?? 0) + (b ?? 0), mine[0]?.n);
});

test('a successor card takes over, so that the end of the old one ends nothing', async () => {
  const person = await world.person();
  const { credential } = await world.bind(person);
  const before = await world.rows<{ primary_id: string }>(
    `select primary_id from credentials.credential where id = $1`,
    [credential.id],
  );
  await recheck('on_hold');
  await world.prove(person, 1_500);
  assert.equal(await world.stateOf(credential.id), 'active');
  const after_ = await world.rows<{ primary_id: string }>(
    `select primary_id from credentials.credential where id = $1`,
    [credential.id],
  );
  assert.notDeepEqual(after_, before);
  assert.ok((await acts(person.id)).includes('credential.moved'));
});

test('strict: a successor that ends earlier shortens what it takes over', async () => {
  const person = await world.person(1_000);
  const { credential } = await world.bind(person);
  await world.prove(person, 30);
  const [row] = await world.rows<{ expires_at: Date }>(`select expires_at from credentials.credential where id = $1`, [
    credential.id,
  ]);
  assert.equal(row?.expires_at.getTime(), world.clock.now().getTime() + days(30));
});

test('where successors do not take over, the credential stays with its card', async () => {
  world.set('derived_credential', { successorMoves: false });
  const person = await world.person();
  const { credential } = await world.bind(person);
  await world.prove(person, 1_500);
  await recheck('revoked');
  assert.equal(await world.stateOf(credential.id), 'revoked');
});

test('signing in again with a card that was on hold resumes at once', async () => {
  const person = await world.person();
  world.clock.advance(days(1));
  const card = await world.prove(person, 1_400);
  const { credential } = await world.bind(person);
  await recheck('on_hold');
  assert.equal(await world.stateOf(credential.id), 'suspended');
  const first = await world.proveAgain(person, card);
  assert.equal(await world.stateOf(credential.id), 'active');
  assert.equal(await world.proveAgain(person, card), first);
  assert.equal(await world.credentials.isPrimaryOf(person.id, card), true);
  assert.equal(await world.credentials.isPrimaryOf((await world.person()).id, card), false);
});

test('a suspended person’s credentials are suspended and come back; both holds must end', async () => {
  const person = await world.person();
  const { credential } = await world.bind(person);
  await world.personIs(person, 'suspended');
  await world.personIs(person, 'suspended');
  await recheck('on_hold');
  await world.personIs(person, 'active');
  assert.equal(await world.stateOf(credential.id), 'suspended');
  await recheck('good');
  assert.equal(await world.stateOf(credential.id), 'active');
});

test('credentials follow the account as it is, however late a process comes to an earlier change of it', async () => {
  const person = await world.person();
  const { credential } = await world.bind(person);
  let late: Promise<void> | undefined;
  await world.db.tx(async (tx) => {
    await executeSql(tx, 'select 1 from credentials.credential where id = $1 for update', [credential.id]);
    late = world.personIs(person, 'suspended');
    const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await world.rows(waiting)).length === 0);
    world.people.set(person.id, person);
  });
  await late;
  assert.equal(await world.stateOf(credential.id), 'active');
});

test('a person who is suspended in the middle of an activation gets no credential', async () => {
  const person = await world.person();
  const phone = await world.phone(person);
  const { requestId, activationPassword } = await world.request(person);
  await world.activate(phone, requestId, activationPassword);
  await world.personIs(person, 'suspended');
  assert.equal(
    (await world.call(phone, 'GET', `/device/requests/${requestId}/activation`)).body['code'],
    'request_cancelled',
  );
});

test('what is confirmed under a card that was put on hold meanwhile begins suspended', async () => {
  const person = await world.person();
  const phone = await world.phone(person);
  const { requestId, activationPassword } = await world.request(person);
  await world.activate(phone, requestId, activationPassword);
  await world.rows(`update credentials.primary_credential set next_check_at = $2 where person_id = $1`, [
    person.id,
    world.clock.now(),
  ]);
  world.primaryStatus = 'on_hold';
  await world.credentials.recheckPrimaries();
  const credential = await world.finish(phone, requestId);
  assert.equal(credential.state, 'suspended');
  assert.equal(credential.stateReason, 'Your smart card is suspended.');
  assert.ok(world.issuer.held.has(credential.id));
});

test('strict: certificates that a shorter successor card left behind are revoked when its time is over', async () => {
  const person = await world.person(1_000);
  const { credential } = await world.bind(person);
  await world.prove(person, 30);
  world.clock.advance(days(30));
  await world.credentials.expireDue();
  assert.equal(await world.stateOf(credential.id), 'expired');
  assert.equal(world.issuer.revoked.get(credential.id), 'cessationOfOperation');
});

test('a card that was issued earlier than the one a credential stands on takes nothing over', async () => {
  const person = await world.person(1_000);
  const end = new Date(world.clock.now().getTime() + days(60));
  const older = await world.issuer.card(cardName(person), person.upn, end);
  world.clock.advance(days(1));
  await world.prove(person, 1_000);
  const { credential } = await world.bind(person);
  await world.proveAgain(person, older);
  const [row] = await world.rows<{ expires_at: Date }>(`select expires_at from credentials.credential where id = $1`, [
    credential.id,
  ]);
  assert.equal(row?.expires_at.toISOString(), credential.expiresAt);
});

test('a hold outlasts a status that could not be learned, and ends with the next sign-in or within the hour', async () => {
  const person = await world.person();
  world.clock.advance(hours(1));
  const card = await world.prove(person, 1_400);
  const { credential } = await world.bind(person);
  await recheck('on_hold');
  world.clock.advance(hours(1));
  world.primaryStatus = 'unknown';
  await world.credentials.recheckPrimaries();
  assert.equal(await world.stateOf(credential.id), 'suspended');
  world.primaryStatus = 'good';
  await world.proveAgain(person, card);
  assert.equal(await world.stateOf(credential.id), 'active');
  await recheck('on_hold');
  world.primaryStatus = 'good';
  world.clock.advance(hours(1));
  await world.credentials.recheckPrimaries();
  assert.equal(await world.stateOf(credential.id), 'active');
});

test('a card on hold holds nothing once the cascade is that of the account', async () => {
  const { credential } = await world.bind(await world.person());
  await recheck('on_hold');
  world.set('derived_credential', { cascade: 'account' });
  await recheck('on_hold');
  assert.equal(await world.stateOf(credential.id), 'active');
  assert.equal(world.issuer.held.has(credential.id), false);
});

test('what was bound in the seven days before a card was revoked is listed, and its holder asked whether it was them', async () => {
  world.set('derived_credential', { cascade: 'account' });
  const person = await world.person();
  await world.bind(person);
  world.clock.advance(days(6));
  const { credential } = await world.bind(person);
  world.clock.advance(days(2));
  await recheck('revoked');
  await recheck('revoked');
  const rows = await world.rows<{ details: object }>(
    `select details from kernel.audit where act = 'primary.status' and person_id = $1`,
    [person.id],
  );
  assert.deepEqual(rows, [{ details: { from: 'good', to: 'revoked', boundBefore: [credential.id] } }]);
  const asked = world.notices.filter(({ personId, kind }) => personId === person.id && kind === 'credential.review');
  assert.deepEqual(
    asked.map(({ facts }) => facts['credentialId']),
    [credential.id],
  );
});
