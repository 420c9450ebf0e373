// The database goes away under load and in the middle of an activation: every call ends by name, the process lives
// on, and with the database back the same process finishes what was begun.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Problem } from '@lanyard/contract';
import pg from 'pg';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { ownPostgres, type OwnPostgres } from './support/own-postgres.ts';
import { registerDevice, type RegisteredDevice } from './support/registered-device.ts';
import { until } from './support/run-program.ts';

let postgres: OwnPostgres;
let on: Lanyard;
let device: RegisteredDevice;

before(async () => {
  postgres = await ownPostgres();
  on = await lanyard({ DATABASE_URL: postgres.url });
  await on.start();
  device = await registerDevice(on);
});
after(async () => {
  await on?.remove();
  await postgres?.remove();
});

const signIn = (): Promise<Response> =>
  fetch(`${on.portal}/api/sign-in`, { method: 'POST', headers: { origin: on.portal } });
const revocations = (): Promise<Response> => fetch(`${on.status}/crl/derived.crl`);
const token = (): Promise<Response> =>
  fetch(`${on.wallet}/device/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ deviceId: crypto.randomUUID() }),
  });
const mails = (): number => readdirSync(join(on.data, 'mail')).length;

/** A refusal by name whose correlation id is in header, body and log. */
async function assertAway(response: Response): Promise<void> {
  assert.equal(response.status, 503);
  const refusal = (await response.json()) as Problem;
  assert.equal(refusal.code, 'database_unavailable');
  assert.equal(refusal.correlationId, response.headers.get('x-correlation-id'));
  await until('the log has the call', async () => on.log().includes(`"correlationId":"${refusal.correlationId}"`), 5);
}

test('calls at the moment the database crashes are answered, or refused by name, and never otherwise', async () => {
  let gone = false;
  const client = async (): Promise<Response[]> => {
    const answers: Response[] = [];
    // 60 rounds of 3 calls by 2 clients stay below the rate limit of one address
    for (let round = 0; round < 60 && !(gone && answers.some((a) => a.status === 503)); round++)
      answers.push(...(await Promise.all([signIn(), revocations(), token()])));
    return answers;
  };
  const clients = [client(), client()];
  await Promise.all([signIn(), revocations(), token()]);
  await postgres.crash();
  gone = true;
  const answers = (await Promise.all(clients)).flat();
  const refused = answers.filter(({ status }) => status === 503);
  assert.deepEqual(
    [...new Set(answers.map(({ status }) => status))].filter((status) => ![200, 401, 503].includes(status)),
    [],
  );
  assert.ok(refused.length > 0);
  for (const response of refused.slice(0, 10)) await assertAway(response);
});

test('while it is away every interface says so, and what needs no database is served', async () => {
  for (const call of [signIn, revocations, token]) await assertAway(await call());
  const { status, body } = await device.holder.get('/api/me');
  assert.deepEqual([status, (body as Problem).code], [503, 'database_unavailable']);
  const wallet = await device.run(['check-in']);
  assert.equal(wallet.code, 1);
  assert.match(wallet.said, /cannot reach its database[^]*database_unavailable, reference [\da-f-]{36}/);
  assert.equal((await fetch(on.wallet)).status, 200);
});

test('with the database back the same process serves the same session and device', async () => {
  await postgres.start();
  await until('the portal answers', async () => (await device.holder.get('/api/me')).status === 200, 10);
  assert.equal((await device.run(['check-in'])).code, 0);
  assert.equal((await revocations()).status, 200);
});

test('an activation that the crash cut off in the middle is completed, once', async () => {
  // 1. It comes as far as its first serial number, and waits there for a lock.
  const blocker = new pg.Client({ connectionString: postgres.url });
  blocker.on('error', () => undefined); // its connection ends in the crash too
  await blocker.connect();
  await blocker.query('begin');
  await blocker.query('lock table issuer.certificate in access exclusive mode');
  const activating = device.activate();
  const waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%certificate%'";
  await until('the activation waits', async () => (await postgres.query(waiting)).length > 0);
  // 2. The database crashes; the device is told.
  await postgres.crash();
  const cut = await activating;
  assert.equal(cut.code, 1, cut.said);
  assert.match(cut.said, /database_unavailable/);
  // 3. It comes back, and the device goes on with what it has.
  await postgres.start();
  await until('the portal answers', async () => (await device.holder.get('/api/me')).status === 200, 10);
  const done = await device.activate();
  assert.equal(done.code, 0, done.said);
  assert.equal((await device.holder.progress(device.request.requestId)).state, 'activated');
  // 4. Nothing is there twice or by half.
  assert.deepEqual(await postgres.query('select state from credentials.credential'), [{ state: 'active' }]);
  assert.deepEqual(
    await postgres.query(
      "select profile, count(*)::int as n from issuer.certificate where credential_id is not null and state = 'issued' group by profile order by profile",
    ),
    [
      { profile: 'derived-authentication', n: 1 },
      { profile: 'key-management', n: 1 },
      { profile: 'signature', n: 1 },
    ],
  );
  assert.deepEqual(
    await postgres.query("select reference from issuer.certificate where state in ('reserved', 'intent')"),
    [],
  );
});

test('the outbox goes on by itself: the notice of the binding is mailed', async () => {
  await until('the notice is there', async () => mails() > 0);
  assert.equal((await on.stop()).code, 0);
});
