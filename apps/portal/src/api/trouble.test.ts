import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, codeOf, troubleOf, troubleOfBody } from './trouble.ts';

test('a problem document keeps the words of the server, its code and its reference', () => {
  const body = {
    type: 'about:blank',
    title: 'Too old.',
    next: 'Again.',
    code: 'request_expired',
    status: 410,
    correlationId: 'c-1',
  };
  assert.deepEqual(troubleOfBody(body), {
    title: 'Too old.',
    next: 'Again.',
    code: 'request_expired',
    correlationId: 'c-1',
    details: {},
  });
});

test('a problem without words gets those of the catalogue', () => {
  const trouble = troubleOfBody({ code: 'session_required' });
  assert.equal(trouble.next, 'Sign in with your certificate.');
  assert.equal(trouble.correlationId, null);
});

test('a code from nowhere is not passed on, and neither is a name of the prototype', () => {
  assert.equal(troubleOfBody({ code: 'made_up', title: 'T', next: 'N' }).code, null);
  assert.equal(troubleOfBody({ code: 'toString' }).code, null);
});

test('an answer that is no JSON object still says what to do next', () => {
  for (const body of [null, 'Bad Gateway', 502]) assert.match(troubleOfBody(body).next, /Reload/);
});

test('whatever is thrown can be shown', () => {
  assert.equal(codeOf(new ApiError(troubleOfBody({ code: 'rate_limited' }))), 'rate_limited');
  assert.equal(troubleOf(new TypeError('x')).code, null);
});
