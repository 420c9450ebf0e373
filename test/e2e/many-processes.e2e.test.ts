// Two server processes over one database are one installation: what one did, the other knows at once.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { nodeDigest } from '@lanyard/crypto';
import { buildOcspRequest, fromHex, ocspCertId, parseCertificate, parseOcspResponse } from '@lanyard/pki';
import { configFrom, openContexts } from '@lanyard/server';
import { CardHolder } from './support/card-holder.ts';
import { deviceIn } from './support/device-in-process.ts';
import { pairIn, phoneIn, readerIn } from './support/desk-in-process.ts';
import { PASSCODE, PIN, register } from './support/enrolled-device.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { ownPostgres, type OwnPostgres } from './support/own-postgres.ts';
import { registerDevice, type RegisteredDevice } from './support/registered-device.ts';
import { until } from './support/run-program.ts';

let postgres: OwnPostgres;
let first: Lanyard;
let second: Lanyard;
let device: RegisteredDevice;

before(async () => {
  postgres = await ownPostgres();
  first = await lanyard({ DATABASE_URL: postgres.url });
  await first.start();
  second = await lanyard({
    DATABASE_URL: postgres.url,
    LANYARD_MASTER_KEY_FILE: `${first.data}.master-key`,
    LANYARD_STATUS_HOSTS: new URL(first.status).host,
  });
  await second.start();
});
after(async () => {
  await first?.remove();
  await second?.remove();
  await postgres?.remove();
});

const card = (): string => join(first.cards, 'ada.vega.p12');

test('a session opened at one server works at the other, and ended there it is ended everywhere', async () => {
  const here = new CardHolder(first.portal);
  await here.signIn(card());
  const there = here.at(second.portal);
  assert.deepEqual(await there.home(), await here.home());
  assert.equal((await there.delete('/api/session')).status, 204);
  const again = new CardHolder(first.portal);
  await again.signIn(card());
  assert.equal((await here.get('/api/me')).status, 401);
  assert.equal((await again.get('/api/me')).status, 200);
});

test('a sign-in begun at one server, with the card shown to the other, ends at either, once', async () => {
  const holder = new CardHolder(first.portal);
  const url = new URL(await holder.startSignIn());
  const ticket = await holder.ticketFor(`${second.cardHosts[0] ?? ''}${url.pathname}`, card());
  assert.equal((await holder.at(second.portal).openSession(ticket)).kind, 'primary');
  await assert.rejects(holder.openSession(ticket), /answered 4\d\d/);
});

test('SSP-014 a registration PIN that two devices use at the same moment at both servers registers one of them', async () => {
  const holder = new CardHolder(first.portal);
  await holder.signIn(card());
  const request = await holder.request({ name: 'Race' });
  const race = (at: Lanyard, name: string) =>
    register(deviceIn(at.folder, name), at, request, { name, platform: 'android', osVersion: '15' });
  const ended = await Promise.all([race(first, 'Left'), race(second, 'Right')]);
  assert.deepEqual(
    ended.map(({ code }) => code).toSorted((a, b) => a - b),
    [0, 1],
    ended.map(({ said }) => said).join('\n'),
  );
  assert.match(ended.find(({ code }) => code === 1)?.said ?? '', /registration_/);
  const { devices } = await holder.home();
  assert.equal(devices.filter(({ state }) => state === 'active').length, 1);
});

test('an activation begun at one server goes on at the other', async () => {
  device = await registerDevice(first, { user: 'ben.okafor' });
  moveTo(second);
  const done = await device.activate();
  assert.equal(done.code, 0, done.said);
  assert.equal((await device.holder.progress(device.request.requestId)).state, 'activated');
});

/** The next command of what keeps its server in that file goes to this one. */
function lead(file: 'device-Phone/state/home.json' | 'desk/state/reader.json', server: Lanyard): void {
  const path = join(first.folder, file);
  const kept = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...kept, serverUrl: server.wallet }));
}
const moveTo = (server: Lanyard): void => lead('device-Phone/state/home.json', server);

test('a phone that comes to one server is the card of a desktop whose reader is connected to the other', async () => {
  moveTo(first);
  await pairIn(first.folder, 'Phone', first.wallet);
  lead('desk/state/reader.json', second);
  const reader = readerIn(first.folder, '--socket', join(first.folder, 'pcscd.comm'));
  await reader.says(/Waiting for/);
  const phone = phoneIn(first.folder, 'Phone', 'connect', '--yes');
  await phone.says(/Connected to "Desk"/);
  await reader.says(/The card is in the reader/);
  await phone.stop();
  await reader.says(/not connected any more: its wallet was closed/);
  await reader.stop();
});

test('wrong passcodes at both servers count together', async () => {
  const letter = join(first.folder, 'letter');
  writeFileSync(letter, 'dear');
  const signAt = (server: Lanyard, passcode: string) => {
    moveTo(server);
    return device.run(['sign', '--in', letter, '--passcode-stdin'], passcode);
  };
  const left: number[] = [];
  for (const server of [first, second, first]) {
    const { code, said } = await signAt(server, 'Wrong-Horse9');
    assert.equal(code, 1);
    left.push(Number(/Tries left: (\d+)/.exec(said)?.[1]));
  }
  const [most = Number.NaN] = left;
  assert.deepEqual(left, [most, most - 1, most - 2]);
  assert.equal((await signAt(second, PASSCODE)).code, 0);
  assert.match(
    (await signAt(first, 'Wrong-Horse9')).said,
    new RegExp(`Tries left: ${most}\\b`),
    'the right one gave the tries back',
  );
});

test('trust anchors are in force on both servers the moment that they are set', async () => {
  const contexts = await openContexts(configFrom({ ...first.env, LANYARD_LOG: 'silent' }));
  try {
    const { db, directory } = contexts;
    const [setting] = await directory.settingsOf('portal_authentication');
    assert.ok(setting);
    const put = (value: object) =>
      db.tx((tx) => directory.putSetting(tx, { kind: 'portal_authentication', groupId: null, rank: 0, value }));
    const signIns = () =>
      Promise.all(
        [first, second].map((at) =>
          new CardHolder(at.portal).signIn(card()).then(
            ({ kind }) => kind,
            () => 'refused',
          ),
        ),
      );
    assert.deepEqual(await signIns(), ['primary', 'primary']);
    await put({ ...setting.value, anchors: [] });
    assert.deepEqual(await signIns(), ['refused', 'refused']);
    await put(setting.value);
    assert.deepEqual(await signIns(), ['primary', 'primary']);
  } finally {
    await contexts.close();
  }
});

test('a credential deleted at one server is revoked in the OCSP answers of the other at once', async () => {
  const [row] = await postgres.query<{ serial: string }>(
    "select serial from issuer.certificate where profile = 'derived-authentication' and state = 'issued'",
  );
  assert.ok(row);
  const authority = parseCertificate(
    new Uint8Array(await (await fetch(`${first.status}/ca/derived.cer`)).arrayBuffer()),
  );
  const request = buildOcspRequest({ certIds: [await ocspCertId(fromHex(row.serial), authority, nodeDigest)] });
  const ask = async (server: Lanyard): Promise<string | undefined> => {
    const answer = await fetch(`${server.status}/ocsp/derived`, {
      method: 'POST',
      headers: { 'content-type': 'application/ocsp-request' },
      body: request,
    });
    return parseOcspResponse(new Uint8Array(await answer.arrayBuffer())).basic?.responses[0]?.status.state;
  };
  // Asked twice, so that both servers have the answer in their caches.
  for (const server of [first, second, first, second]) assert.equal(await ask(server), 'good');
  const { credentials } = await device.holder.home();
  const credential = credentials.find(({ state }) => state === 'active');
  assert.equal((await device.holder.delete(`/api/me/credentials/${credential?.id ?? ''}`)).status, 204);
  for (const server of [second, first]) assert.equal(await ask(server), 'revoked');
});

test('work for later is done once, by either server', async () => {
  const mailsOf = (server: Lanyard): string[] => {
    try {
      return readdirSync(join(server.data, 'mail'));
    } catch {
      return []; // none has fallen to this one
    }
  };
  const notices = async () => (await postgres.query('select id from notices.notice')).length;
  await until(
    'every notice is mailed',
    async () => mailsOf(first).length + mailsOf(second).length >= (await notices()),
  );
  const mails = [...mailsOf(first), ...mailsOf(second)];
  assert.ok(mails.length > 1);
  assert.equal(new Set(mails).size, mails.length, 'a notice was mailed by both');
  assert.equal(mails.length, await notices());
});

test('the PIN set at one server opens the vault at the other', async () => {
  moveTo(first);
  const changed = await device.run(['pin', 'change', '--pin-stdin', '--new-pin-stdin'], PIN, '482915');
  assert.equal(changed.code, 0, changed.said);
  moveTo(second);
  const back = await device.run(['pin', 'change', '--pin-stdin', '--new-pin-stdin'], '482915', PIN);
  assert.equal(back.code, 0, back.said);
});
