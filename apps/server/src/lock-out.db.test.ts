import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SettingPreview, SettingView } from '@lanyard/contract';
import { createCredentials, type Credentials, type CredentialsPorts } from '@lanyard/credentials';
import { generateKeyPair, nodeDigest, nodeVerifier, softwareSigner } from '@lanyard/crypto';
import { createDirectory, type Directory } from '@lanyard/directory';
import {
  createHttp,
  createLog,
  days,
  ManualClock,
  masterKey,
  noFaults,
  openDb,
  systemRandom,
  type Db,
  type Http,
} from '@lanyard/kernel';
import { freshDatabase, type TestDatabase } from '@lanyard/kernel/testing';
import { ext, keyIdentifierOf, nameFrom, OID, signCertificate, toPem, type Bytes, type Signer } from '@lanyard/pki';
import { createSignin, type Signin } from '@lanyard/signin';
import { judgeCards } from './judge-cards.ts';

const clock = new ManualClock();
let database: TestDatabase;
let db: Db;
let app: Http;
let directory: Directory;
let credentials: Credentials;
let signin: Signin;
let caller = '';

before(async () => {
  database = await freshDatabase();
  db = openDb(database);
  const log = createLog('silent');
  const base = { db, clock, random: systemRandom, outbox: { send: async () => {} }, log };
  directory = createDirectory({ ...base, cards: judgeCards(() => ({ credentials, signin })) });
  const crypto = { verifier: nodeVerifier, digest: nodeDigest };
  signin = createSignin(
    {
      ...base,
      ...crypto,
      directory,
      approvals: directory.approvals,
      notices: { send: async () => {} },
      masterKey: masterKey(new Uint8Array(32)),
      issuer: { isOwn: () => false },
      primaries: { provePrimary: (tx, proof) => credentials.provePrimary(tx, proof) },
      fetcher: { fetch: () => null },
    },
    { portalOrigins: ['https://p'], cardHosts: ['https://c'], walletUrl: 'https://w', organisation: 'Agency' },
  );
  const untouched = new Proxy({}, { get: (_, name) => assert.fail(`${String(name)} is not for a preview`) });
  credentials = createCredentials(
    {
      ...base,
      directory,
      approvals: directory.approvals,
      verifier: nodeVerifier,
      fleet: untouched as CredentialsPorts['fleet'],
      chosen: () => assert.fail('a preview chooses from no list'),
      issuer: untouched as CredentialsPorts['issuer'],
      cardContent: untouched as CredentialsPorts['cardContent'],
      notices: untouched as CredentialsPorts['notices'],
      primaryStatus: () => assert.fail('nobody is asked over the network'),
      fault: noFaults,
    },
    { walletUrl: 'https://w' },
  );
  app = await createHttp({
    log,
    guard: async () => ({
      kind: 'session',
      sessionId: '00000000-0000-4000-8000-00000000000a',
      personId: caller,
      signedInBy: 'primary',
      primary: true,
      fresh: true,
      roles: ['administrator'],
      spaces: null,
    }),
  });
  directory.routes.settings(app);
});
after(async () => {
  await app.close();
  await db.close();
  await database.drop();
});

interface Issued {
  readonly der: Bytes;
  readonly spki: Bytes;
  readonly signer: Signer;
  readonly pem: string;
}

let serial = 0;
async function issue(commonName: string, above: { by: Issued; name: string } | null, upn?: string): Promise<Issued> {
  const { pkcs8, spki } = generateKeyPair('ec-p256');
  const signer = softwareSigner(pkcs8);
  const named = (name: string) => nameFrom([{ type: 'CN', value: name }]);
  const now = clock.now().getTime();
  const usage =
    upn === undefined
      ? [ext.basicConstraints({ ca: true }), ext.keyUsage(['keyCertSign', 'cRLSign'])]
      : [
          ext.keyUsage(['digitalSignature']),
          ext.extendedKeyUsage([OID.clientAuth]),
          ext.subjectAltName([{ kind: 'upn', value: upn }]),
        ];
  const template = {
    serial: new Uint8Array([1, ++serial]),
    issuer: named(above?.name ?? commonName),
    subject: named(commonName),
    notBefore: new Date(now - days(1)),
    notAfter: new Date(now + days(400)),
    spki,
    extensions: [
      ...usage,
      ext.authorityKeyIdentifier(await keyIdentifierOf(above?.by.spki ?? spki, nodeDigest)),
      ext.subjectKeyIdentifier(await keyIdentifierOf(spki, nodeDigest)),
    ],
  };
  const der = await signCertificate(template, above?.by.signer ?? signer);
  return { der, spki, signer, pem: toPem('CERTIFICATE', der) };
}

async function person(userName: string, roles: string[] = []): Promise<string> {
  const upn = `${userName}@agency.example`;
  const { id } = await db.tx((tx) =>
    directory.addPerson(tx, {
      userName,
      upn,
      email: upn,
      displayName: userName,
      givenName: userName,
      surname: 'Test',
      roles,
    }),
  );
  return id;
}

async function call<T>(method: 'PUT' | 'POST' | 'DELETE', url: string, version: number, payload?: object): Promise<T> {
  const headers = { 'if-match': `"${version}"` };
  const answer = await app.inject({
    method,
    url: `/api/admin/settings/portal_authentication${url}`,
    headers,
    ...(payload && { payload }),
  });
  assert.ok(answer.statusCode < 300, answer.body);
  return answer.json<T>();
}

test('a change of trusted issuers tells beforehand whose card would open the portal no more, the administrator by name', async () => {
  const [old, next] = [await issue('Old CA', null), await issue('New CA', null)];
  const prove = async (id: string, by: Issued, name: string, userName: string) => {
    const card = await issue(userName, { by, name }, `${userName}@agency.example`);
    await db.tx((tx) => credentials.provePrimary(tx, { personId: id, certificate: card.der, at: clock.now() }));
  };
  const [admin, grace] = [await person('admin', ['administrator']), await person('grace')];
  await person('without-card');
  await prove(admin, old, 'Old CA', 'admin');
  await prove(grace, next, 'New CA', 'grace');
  caller = admin;
  const anchor = (issued: Issued, name: string) => ({ name, certificate: issued.pem, upnSuffixes: ['agency.example'] });
  const both = { anchors: [anchor(old, 'Old'), anchor(next, 'New')] };
  const setting = await call<SettingView>('PUT', '/default', 0, { value: both });
  assert.equal(setting.version, 1, 'it is in force at once');

  const onlyNew = { value: { anchors: [anchor(next, 'New')] } };
  const { lockOut, affected } = await call<SettingPreview>('POST', '/default/preview', 1, onlyNew);
  assert.equal(affected, 3);
  assert.ok(lockOut);
  const { lockedOut, stillWork, neverProved, alreadyOut, checked, of, sampled } = lockOut;
  assert.deepEqual([lockedOut, stillWork, neverProved, alreadyOut], [1, 1, 1, 0]);
  assert.deepEqual([checked, of, sampled], [3, 3, false]);
  assert.deepEqual(
    lockOut.people.map(({ userName, code }) => [userName, code]),
    [['admin', 'certificate_not_trusted']],
  );
  assert.match(lockOut.you ?? '', /^admin, your own card would no longer open the portal/);

  const closed = await call<SettingPreview>('POST', '/default/preview', 1, { value: { ...both, type: 'None' } });
  assert.deepEqual(
    [closed.lockOut?.lockedOut, closed.lockOut?.people[0]?.code],
    [2, 'portal_closed'],
    'the one with a role comes first',
  );
  const removed = await call<SettingPreview>('POST', '/default/delete/preview', 1);
  assert.equal(removed.lockOut?.lockedOut, 2, 'what is built in trusts nobody');
  const same = await call<SettingPreview>('POST', '/default/preview', 1, { value: { ...both, sessionMinutes: 30 } });
  assert.deepEqual([same.affected, same.lockOut?.lockedOut, same.lockOut?.you], [3, 0, null]);
});

test('ADM-031 an issuer that is saved is trusted at once; a support ticket is needed by nobody', async () => {
  const ca = await issue('Visitor CA', null);
  const group = await db.tx((tx) => directory.addGroup(tx, 'Visitors'));
  const visitor = await person('visitor');
  await db.tx((tx) => directory.addToGroup(tx, group, visitor));
  const value = { anchors: [{ name: 'Visitor CA', certificate: ca.pem, upnSuffixes: ['agency.example'] }] };
  await call('POST', '', 0, { name: 'Visitors', groups: [group], value });
  const card = await issue('visitor', { by: ca, name: 'Visitor CA' }, 'visitor@agency.example');
  const own = (await directory.setting(visitor, 'portal_authentication')).value;
  const all = (await directory.settingsOf('portal_authentication')).map((each) => each.value);
  const asked = { certificate: card.der, upn: 'visitor@agency.example', own, all };
  assert.equal(await signin.wouldSignIn(asked), null);
});
