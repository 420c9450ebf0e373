import assert from 'node:assert/strict';
import { test } from 'node:test';
import { belongingsOf } from './belongings.ts';

test('only devices in use and credentials that work, or would again, are counted', async () => {
  const states: Record<string, string[]> = {
    phone: ['active', 'replaced'],
    tablet: ['suspended', 'revoked'],
    old: ['active'],
  };
  const devices = [
    { id: 'phone', state: 'active' },
    { id: 'tablet', state: 'active' },
    { id: 'old', state: 'retired' },
  ];
  const fleet = { devicesOf: () => Promise.resolve(devices) };
  const credentials = {
    forDevice: (id: string) => Promise.resolve({ credentials: (states[id] ?? []).map((state) => ({ state })) }),
  };
  assert.deepEqual(await belongingsOf({ fleet, credentials }, 'ada'), { devices: 2, credentials: 2 });
});
