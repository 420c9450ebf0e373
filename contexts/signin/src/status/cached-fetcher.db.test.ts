import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createLog, executeSql, ManualClock, minutes, openDb, type Db } from '@lanyard/kernel';
import { freshDatabase, type TestDatabase } from '@lanyard/kernel/testing';
import type { Bytes, FetchRequest } from '@lanyard/pki';
import { NOW, TestAuthority } from '../testing/authority.ts';
import { cachedFetcher } from './cached-fetcher.ts';

let database: TestDatabase;
let db: Db;
const clock = new ManualClock(NOW);
const asked: FetchRequest[] = [];
let answer: Bytes = Uint8Array.of();

before(async () => {
  database = await freshDatabase();
  db = openDb(database);
});
after(async () => {
  await db.close();
  await database.drop();
});

const fetcher = (ask: () => Promise<Bytes> = async () => answer) => {
  const ports = {
    db,
    clock,
    log: createLog('silent'),
    fetcher: { fetch: async (r: FetchRequest) => (asked.push(r), ask()) },
  };
  return cachedFetcher(ports, { portalOrigins: [], cardHosts: [], walletUrl: '', organisation: '' });
};
const wanted = (kind: FetchRequest['kind'], url: string): FetchRequest => ({
  kind,
  url,
  maxBytes: 32 * 1024 * 1024,
  timeoutMilliseconds: 1_000,
});
const kept = async (): Promise<number> => (await executeSql(db.pool, 'select 1 from signin.status_cache')).rows.length;

test('what a stranger’s certificate names as its issuer is taken small, and never fills the database', async () => {
  const { pair } = await TestAuthority.create('CA', 'http://x.example/', null);
  answer = pair.certificate.der;
  asked.length = 0;
  const shared = fetcher();
  assert.deepEqual(await shared.fetch(wanted('issuers', 'http://a.example/ca.cer')), answer);
  assert.deepEqual(await shared.fetch(wanted('issuers', 'http://a.example/ca.cer')), answer);
  assert.equal(asked.length, 1, 'the second time it is remembered');
  assert.equal(asked[0]?.maxBytes, 64 * 1024);
  assert.equal(await kept(), 0);
  for (let n = 0; n < 300; n++) await shared.fetch(wanted('issuers', `http://a.example/${n}.cer`));
  asked.length = 0;
  await shared.fetch(wanted('issuers', 'http://a.example/ca.cer'));
  assert.equal(asked.length, 1, 'the oldest made room');
});

test('a revocation list is shared by all processes for as long as it may be', async () => {
  answer = await (await TestAuthority.create('CA', 'http://x.example/', null)).crl(clock.now());
  asked.length = 0;
  for (const process of [fetcher(), fetcher()])
    assert.deepEqual(await process.fetch(wanted('crl', 'http://a.example/ca.crl')), answer);
  assert.equal(asked.length, 1);
  assert.equal(asked[0]?.maxBytes, 32 * 1024 * 1024);
  assert.equal(await kept(), 1);
  clock.advance(minutes(5));
  await fetcher().fetch(wanted('crl', 'http://a.example/ca.crl'));
  assert.equal(asked.length, 2);
});

test('a list that was asked for earlier and came later does not take the place of a newer one', async () => {
  const authority = await TestAuthority.create('CA', 'http://x.example/', null);
  const url = 'http://slow.example/ca.crl';
  const older = await authority.crl(clock.now());
  const [asking, given] = [Promise.withResolvers<void>(), Promise.withResolvers<Bytes>()];
  const slow = fetcher(async () => (asking.resolve(), given.promise)).fetch(wanted('crl', url));
  await asking.promise;
  clock.advance(minutes(1));
  answer = await authority.crl(clock.now());
  await fetcher().fetch(wanted('crl', url));
  given.resolve(older);
  await slow;
  assert.deepEqual(await fetcher().fetch(wanted('crl', url)), answer);
});
