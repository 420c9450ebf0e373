import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LogoKept, Problem, SettingView } from '@lanyard/contract';
import { createHttp, createLog, ManualClock, openDb, systemRandom, type Db, type Http } from '@lanyard/kernel';
import { freshDatabase, type TestDatabase } from '@lanyard/kernel/testing';
import { createDirectory, type Directory } from '../index.ts';
import { AdminDesk } from '../testing/admin-desk.ts';

let database: TestDatabase;
let db: Db;
let directory: Directory;
let desk: AdminDesk;
let site: Http;
before(async () => {
  database = await freshDatabase();
  db = openDb(database);
  directory = createDirectory({ db, clock: new ManualClock(), random: systemRandom, outbox: { send: async () => {} } });
  desk = await AdminDesk.open((app) => directory.routes.settings(app));
  site = await createHttp({ log: createLog('silent') });
  directory.routes.logo(site, '/api/portal');
});
after(async () => {
  await site.close();
  await desk[Symbol.asyncDispose]();
  await db.close();
  await database.drop();
});

const upload = <T = LogoKept>(content: string) =>
  desk.call<T>('POST', '/branding/logo', { body: { content: Buffer.from(content).toString('base64') } });

test('a logo is cleaned, kept under its hash, and served so that it may do nothing', async () => {
  const { body, status } = await upload(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><script>alert(1)</script><circle r="2"/></svg>',
  );
  assert.deepEqual([status, body.mediaType, body.width, body.removed], [201, 'image/svg+xml', 4, ['<script>']]);
  const served = await site.inject(`/api/portal/logo/${body.sha256}`);
  assert.equal(served.body, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><circle r="2"></circle></svg>');
  assert.match(String(served.headers['content-security-policy']), /default-src 'none'.*sandbox/);
  assert.deepEqual(
    [served.headers['content-type'], served.headers['x-content-type-options'], served.headers['cache-control']],
    ['image/svg+xml', 'nosniff', 'public, max-age=31536000, immutable'],
  );
  assert.equal((await site.inject(`/api/portal/logo/${'0'.repeat(64)}`)).statusCode, 404);
});

test('another picture is refused with the reason', async () => {
  for (const [content, reason] of [
    ['GIF89a', /neither SVG nor PNG/],
    ['\u0089PNG', /neither SVG nor PNG/],
    [`<svg>${' '.repeat(65_536)}</svg>`, /larger than 64 KiB/],
    ['<svg', /not well formed/],
  ] as const) {
    const { body, status } = await upload<Problem>(content);
    assert.deepEqual([status, body.code], [400, 'logo_refused'], content.slice(0, 20));
    assert.match(String(body.details?.['reason']), reason);
  }
});

test('ENT-033 names, colours, help desk and help texts are the organisation’s own, and begin as installed', async () => {
  assert.deepEqual((await directory.branding()).organisation, null);
  const value = {
    organisation: 'Harbor Agency',
    accent: '#7a1f5c',
    support: { phone: '555-0100' },
    help: { provider: 'Our Entrust portal calls it\n"Get my mobile ID".' },
  };
  const saved = await desk.call<SettingView>('PUT', '/settings/branding/default', { body: { value }, version: 0 });
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  const now = await directory.branding();
  assert.deepEqual(
    [now.organisation, now.accent, now.support.phone, now.help.provider],
    ['Harbor Agency', '#7a1f5c', '555-0100', value.help.provider],
  );
  const pale = await desk.call<Problem>('PUT', '/settings/branding/default', {
    body: { value: { accent: '#ffd400' } },
    version: 1,
  });
  assert.deepEqual([pale.status, /WCAG asks for 4\.5:1/.test(JSON.stringify(pale.body))], [400, true]);
});
