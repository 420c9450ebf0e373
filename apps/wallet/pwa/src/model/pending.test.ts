import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PendingRequest } from '@lanyard/contract';
import type { ModelState } from './model.ts';
import { pendingOf } from './pending.ts';

type Known = Parameters<typeof pendingOf>[0];

const request = (id: string, state: PendingRequest['state'] = 'pending'): PendingRequest => ({
  id,
  name: `Request ${id}`,
  provider: 'lanyard',
  state,
  expiresAt: '2026-11-22T12:00:00Z',
  credentialId: null,
});

/** Only what the function reads; the rest of the overview plays no part. */
const known = (waiting: PendingRequest | null, linked?: string, linkedRequest?: PendingRequest): Known => ({
  linked,
  linkedRequest,
  overview: { desired: { request: waiting } } as ModelState['overview'],
});

test('PDM-004 what waits at the server is ready for activation', () => {
  assert.deepEqual(pendingOf(known(request('a'))), {
    requestId: 'a',
    name: 'Request a',
    expiresAt: '2026-11-22T12:00:00Z',
  });
  assert.equal(pendingOf(known(null)), undefined);
  assert.equal(pendingOf(known(request('a', 'activated'))), undefined);
});

test('PDM-018 a scanned request goes before what waits at the server, known or not', () => {
  assert.deepEqual(pendingOf(known(request('a'), 'b')), { requestId: 'b' });
  assert.equal(pendingOf(known(request('a'), 'b', request('b')))?.name, 'Request b');
  assert.equal(pendingOf(known(request('b'), 'b'))?.name, 'Request b');
});

test('a scanned request that is over gives way to what waits at the server', () => {
  assert.equal(pendingOf(known(request('a'), 'b', request('b', 'expired')))?.requestId, 'a');
  assert.equal(pendingOf(known(request('b', 'cancelled'), 'b')), undefined);
});
