import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepErrand, safePath, takeErrand } from './return-to.ts';

const memory = () => {
  const rows = new Map<string, string>();
  return {
    getItem: (key: string) => rows.get(key) ?? null,
    setItem: (key: string, value: string) => void rows.set(key, value),
    removeItem: (key: string) => void rows.delete(key),
  };
};
const now = Date.parse('2026-05-03T12:00:00Z');
const moreTime = {
  path: '/set-up/r1',
  act: { kind: 'more-time', requestId: 'r1' },
  personId: 'p1',
  since: now,
} as const;

test('what the person was doing survives the way to the card host, once', () => {
  const storage = memory();
  keepErrand(storage, moreTime);
  assert.deepEqual(takeErrand(storage, now + 60_000), moreTime);
  assert.equal(takeErrand(storage, now + 60_000), null);
});

test('an errand of the day before is forgotten', () => {
  const storage = memory();
  keepErrand(storage, moreTime);
  assert.equal(takeErrand(storage, now + 86_400_000), null);
});

test('a request is continued only if it has the form of one', () => {
  const storage = memory();
  storage.setItem(
    'lanyard.errand',
    JSON.stringify({ ...moreTime, act: { kind: 'request', input: { withRegistration: 'yes' } } }),
  );
  assert.equal(takeErrand(storage, now)?.act, null);
});

test('nothing but a new request or more time is ever continued by itself', () => {
  const storage = memory();
  storage.setItem('lanyard.errand', JSON.stringify({ ...moreTime, act: { kind: 'report-lost', deviceId: 'd1' } }));
  assert.equal(takeErrand(storage, now)?.act, null);
});

test('the way back never leaves this origin and never ends at the sign-in page again', () => {
  for (const path of ['//evil.example', '/\\evil.example', 'https://evil.example', '/sign-in', '/signed-in', 7])
    assert.equal(safePath(path), '/');
  assert.equal(safePath('/set-up/r1'), '/set-up/r1');
});
