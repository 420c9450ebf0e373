import assert from 'node:assert/strict';
import { test } from 'node:test';
import { announcement, clockText, secondsLeft } from './countdown.ts';

const end = '2026-05-03T14:10:00Z';
const at = (time: string): number => Date.parse(`2026-05-03T${time}Z`);

test('ENT-019 the countdown counts the last begun second and stops at zero', () => {
  assert.equal(secondsLeft(end, at('14:00:00')), 600);
  assert.equal(secondsLeft(end, at('14:09:59.200')), 1);
  assert.equal(secondsLeft(end, at('14:10:01')), 0);
});

test('the countdown reads like a clock', () => {
  assert.equal(clockText(581), '9:41');
  assert.equal(clockText(9), '0:09');
  assert.equal(clockText(3729), '1:02:09');
});

test('the end is announced at 5, 2 and 1 minutes, at 30 seconds and at the end, each once', () => {
  const said: string[] = [];
  for (let left = 600; left > 0; left -= 1) {
    const words = announcement(left, left - 1);
    if (words !== null) said.push(words);
  }
  assert.deepEqual(said, [
    '5 minutes left.',
    '2 minutes left.',
    '1 minute left.',
    '30 seconds left.',
    'The time has run out.',
  ]);
});

test('a computer that slept through several marks says only where it is now', () => {
  assert.equal(announcement(400, 55), '1 minute left.');
  assert.equal(announcement(400, 399), null);
});
