import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import type { SessionView } from '@lanyard/contract';
import { call, nothing, useTokenOf } from './client.ts';
import { ApiError } from './trouble.ts';

const session: SessionView = {
  id: 's1',
  personId: 'p1',
  displayName: 'Miriam',
  userName: 'miriam',
  kind: 'primary',
  signedInAt: '2026-05-03T12:00:00Z',
  freshUntil: '2026-05-03T12:20:00Z',
  expiresAt: '2026-05-03T20:00:00Z',
  csrfToken: 'token-1',
  roles: [],
  spaces: null,
  certificate: { serial: '01', issuer: 'CN=Card CA', notAfter: '2027-05-03T12:00:00Z' },
};

const answering = (answer: () => Promise<Response>) => mock.method(globalThis, 'fetch', answer);
const headersOf = (init: RequestInit | undefined): Headers => new Headers(init?.headers);

afterEach(() => {
  mock.restoreAll();
  useTokenOf(null);
});

test('the token of the session goes with every change and with no look', async () => {
  const { mock: sent } = answering(async () => new Response(null, { status: 204 }));
  useTokenOf(session);
  await call(nothing, 'DELETE', '/api/session');
  await call(nothing, 'GET', '/api/me');
  assert.equal(headersOf(sent.calls[0]?.arguments[1]).get('x-csrf-token'), 'token-1');
  assert.equal(headersOf(sent.calls[1]?.arguments[1]).has('x-csrf-token'), false);
});

test('a refusal is thrown with the code and the reference of the server', async () => {
  const problem = { title: 'T', next: 'N', code: 'request_expired', correlationId: 'c-1' };
  answering(async () => Response.json(problem, { status: 410 }));
  const refused = (error: unknown): boolean =>
    error instanceof ApiError && error.trouble.code === 'request_expired' && error.trouble.correlationId === 'c-1';
  await assert.rejects(call(nothing, 'GET', '/api/me'), refused);
});

test('an answer outside the contract is an error and not half a screen', async () => {
  answering(async () => Response.json({ ok: true }));
  const strict = {
    parse: (): never => {
      throw new TypeError('not as agreed');
    },
  };
  await assert.rejects(call(strict, 'GET', '/api/me'), ApiError);
});

test('a server that cannot be reached says so; of an act nobody claims to know whether it was done', async () => {
  answering(() => Promise.reject(new TypeError('fetch failed')));
  const says = (next: RegExp) => (error: unknown) => error instanceof ApiError && next.test(error.trouble.next);
  await assert.rejects(call(nothing, 'POST', '/api/me/requests'), says(/reload the page to see whether it was done/u));
  await assert.rejects(call(nothing, 'GET', '/api/me'), says(/and try again\.$/u));
});
