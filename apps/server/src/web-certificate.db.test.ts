import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { days } from '@lanyard/kernel';
import { nameFrom } from '@lanyard/pki';
import { openOnFreshDatabase, type Opened } from './testing/opened.ts';
import { webCertificate } from './web-certificate.ts';

let opened: Opened;
before(async () => {
  opened = await openOnFreshDatabase();
  const subject = nameFrom([{ type: 'CN', value: 'Test Root' }]);
  const root = { id: 'root', kind: 'root', subject, keyType: 'ec-p256', lifetimeDays: 7_300, policies: [] } as const;
  await opened.contexts.issuer.createAuthority(root);
});
after(() => opened.close());

test('processes that start at once show the same certificate, at first and when it is renewed', async () => {
  const { contexts } = opened;
  const certificates = async (at: Date): Promise<string[]> => {
    const clock = { now: () => at };
    const all = await Promise.all(Array.from({ length: 3 }, () => webCertificate({ ...contexts, clock })));
    return [...new Set(all.map(({ cert }) => cert))];
  };
  const now = contexts.clock.now().getTime();
  const [first, ...others] = await certificates(new Date(now));
  assert.deepEqual(others, []);
  assert.deepEqual(await certificates(new Date(now + days(300))), [first]);
  const [renewed, ...more] = await certificates(new Date(now + days(340)));
  assert.deepEqual(more, []);
  assert.notEqual(renewed, first);
});
