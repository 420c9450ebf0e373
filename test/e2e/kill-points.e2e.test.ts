// The server dies at every step of issuing and of activation, as in a power cut. After the restart the activation
// completes, no serial number is used twice, no certificate exists that the database does not know, no key is lost.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, describe, suite, test } from 'node:test';
import { CREDENTIAL_STEPS } from '@lanyard/credentials';
import { escrowSteps, issuanceSteps } from '@lanyard/issuer';
import { executeSql, openDb, startPostgres } from '@lanyard/kernel';
import { fromHex, parseCrl } from '@lanyard/pki';
import { CardHolder } from './support/card-holder.ts';
import { deviceIn } from './support/device-in-process.ts';
import { activate, register } from './support/enrolled-device.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { until } from './support/run-program.ts';

/** Most of a case is waiting for the lease of the call that died, so that several installations share them out. */
const LANES = 4;
const steps = [...CREDENTIAL_STEPS, ...issuanceSteps, ...escrowSteps];

suite('the server dies at a step', { concurrency: LANES }, () => {
  for (let lane = 0; lane < LANES; lane++)
    describe(`installation ${lane + 1}`, { concurrency: 1 }, () => {
      let on: Lanyard;
      before(async () => {
        on = await lanyard();
        await on.start();
        await on.stop();
      });
      after(() => on?.remove());
      // A power cut here too: the next server takes over the database that this one leaves running.
      afterEach(() => on.stop('SIGKILL'));
      for (const step of steps.filter((_, i) => i % LANES === lane))
        test(`an activation goes on after the server died at "${step}"`, () => goesOnAfter(on, step));
      test('after all of it every serial is known and used once, closed ones count as revoked, and every encryption key is escrowed', () =>
        nothingIsLost(
          on,
          steps.filter((_, i) => i % LANES === lane),
        ));
    });
});

async function goesOnAfter(on: Lanyard, step: string): Promise<void> {
  // 1. a request and a registered device, on a server that will die at the step
  await on.start({ LANYARD_FAULT: step });
  const holder = new CardHolder(on.portal);
  await holder.signIn(join(on.cards, 'ada.vega.p12'));
  for (const device of (await holder.home()).devices.filter((d) => d.state === 'active'))
    await holder.delete(`/api/me/devices/${device.id}`);
  const request = await holder.request({ name: step.slice(0, 40) });
  const device = deviceIn(on.folder, step);
  const registered = await register(device, on, request, { platform: 'android', osVersion: '15' });
  assert.equal(registered.code, 0, registered.said);
  // 2. it dies in the middle of the activation
  const cut = await activate(device, request.activationPassword);
  assert.notEqual(cut.code, 0, 'the server did not die');
  assert.equal((await on.ended()).signal, 'SIGKILL');
  // 3. it comes back, and the device goes on with what it has
  await on.start();
  const done = await activate(device, request.activationPassword);
  assert.equal(done.code, 0, done.said);
  assert.match(done.out, /active/);
  const progress = await holder.progress(request.requestId ?? '');
  assert.equal(progress.state, 'activated');
}

/** Whoever dies there has announced a certificate that nobody will sign again. */
const LEAVE_AN_INTENT: readonly string[] = ['issuer.intent-stored', 'issuer.signed', 'issuer.compared'];

interface Row {
  readonly serial: string;
  readonly state: string;
  readonly tbs: Buffer | null;
  readonly der: Buffer | null;
  readonly profile: string;
  readonly reference: string;
}

async function nothingIsLost(on: Lanyard, died: readonly string[]): Promise<void> {
  await on.start();
  const postgres = await startPostgres(on.data, { holdProcess: false });
  const db = openDb(postgres);
  try {
    const rows = (
      await executeSql(
        db.pool,
        "select serial, state, tbs, der, profile, reference from issuer.certificate where authority_id = 'derived'",
      )
    ).rows as Row[];
    const unfinished = rows.filter((r) => r.state === 'reserved' || r.state === 'intent');
    assert.deepEqual(
      unfinished.map((r) => r.reference),
      [],
      'an unfinished row is closed by the next try',
    );
    assert.equal(new Set(rows.map((r) => r.serial)).size, rows.length);
    for (const row of rows.filter((r) => r.state === 'issued'))
      assert.ok(row.tbs && row.der?.includes(row.tbs), `${row.reference}: what was signed is what was intended`);

    const crl = parseCrl(new Uint8Array(await (await fetch(`${on.status}/crl/derived.crl`)).arrayBuffer()));
    const closed = rows.filter((r) => r.state === 'closed' && r.tbs);
    const left = died.filter((step) => LEAVE_AN_INTENT.includes(step)).length;
    assert.ok(closed.length >= left, `${closed.length} of ${left} intents were left behind: were the steps reached?`);
    const missing = closed.filter((r) => crl.find(fromHex(r.serial)).length === 0);
    if (missing.length > 0)
      await waitForCrl(
        on,
        missing.map((r) => r.serial),
      );

    const keys = rows.filter((r) => r.profile === 'key-management' && r.state === 'issued');
    assert.ok(keys.length >= died.length);
    const escrowed = (await executeSql(db.pool, 'select reference, pending_delivery from issuer.escrow')).rows as {
      reference: string;
      pending_delivery: Buffer | null;
    }[];
    for (const key of keys)
      assert.ok(
        escrowed.some((e) => e.reference === key.reference),
        `${key.reference} is not escrowed`,
      );
    const { rows: orphans } = await executeSql(
      db.pool,
      `select c.reference from issuer.certificate c where c.authority_id = 'derived' and c.state = 'issued' and c.credential_id is not null
      and c.revoked_at is null and not exists (select from credentials.certificate k where k.sha256 = c.sha256)`,
    );
    assert.deepEqual(orphans, [], 'a good certificate that no credential has');
  } finally {
    await db.close();
    await postgres.stop();
  }
}

async function waitForCrl(on: Lanyard, serials: string[]): Promise<void> {
  await until(
    'the CRL names every closed serial',
    async () => {
      const crl = parseCrl(new Uint8Array(await (await fetch(`${on.status}/crl/derived.crl`)).arrayBuffer()));
      return serials.every((serial) => crl.find(fromHex(serial)).length > 0);
    },
    60,
  );
}
