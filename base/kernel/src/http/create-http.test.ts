import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '../log.ts';
import { createHttp } from './create-http.ts';

test('the addresses of one IPv6 /64 share one allowance of requests', async () => {
  const app = await createHttp({ log: createLog('silent'), ratePerMinute: 2 });
  app.get('/', { config: { permission: 'public' } }, () => ({ ok: true }));
  const from = async (remoteAddress: string) => (await app.inject({ url: '/', remoteAddress })).statusCode;
  assert.deepEqual([await from('2001:db8:1:2::1'), await from('2001:db8:1:2::2')], [200, 200]);
  assert.equal(await from('2001:db8:1:2:aaaa::3'), 429);
  assert.equal(await from('2001:db8:1:3::1'), 200);
  await app.close();
});
