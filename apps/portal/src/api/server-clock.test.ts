import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offsetOf } from './server-clock.ts';

test('a computer that is five minutes behind counts with the time of the server', () => {
  assert.equal(offsetOf(1_000_000, 700_000), 300_000);
});

test('the one-second grain of the Date header moves no clock', () => {
  assert.equal(offsetOf(1_000_000, 1_000_900), 0);
});

test('an unreadable Date header moves no clock', () => {
  assert.equal(offsetOf(Date.parse('yesterday'), 5), 0);
});
