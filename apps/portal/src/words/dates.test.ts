import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dateWords, durationWords, fullDateWords, validityWords, zoneWords } from './dates.ts';

const day = 86_400_000;
const now = Date.parse('2026-05-03T12:00:00Z');

test('a duration is told in its largest whole unit', () => {
  assert.equal(durationWords(6 * day + 5000), '6 days');
  assert.equal(durationWords(day), '1 day');
  assert.equal(durationWords(3 * 3_600_000), '3 hours');
  assert.equal(durationWords(60_000), '1 minute');
  assert.equal(durationWords(59_000), 'less than a minute');
  assert.equal(durationWords(3 * 365 * day), '3 years');
  assert.equal(durationWords(1094 * day), '2 years 11 months');
  assert.equal(durationWords(400 * day), '400 days');
});

test('validity says what is left, and afterwards since when it ended', () => {
  assert.equal(validityWords('2026-05-09T13:00:00Z', now), '6 days left');
  assert.equal(validityWords('2026-05-02T11:00:00Z', now), 'ended 1 day ago');
});

test('a date has its month as a word, and its year when it is another one', () => {
  assert.match(dateWords('2026-05-03T12:02:00Z', now), /^\d+ May at \d\d:\d\d$/);
  assert.match(dateWords('2029-06-15T12:00:00Z', now), /^15 June 2029$/);
});

test('the full date names its time zone', () => {
  assert.match(fullDateWords('2026-05-03T12:02:11Z'), /2026.*:02:11.*[A-Z]/);
});

test('the zone of all times has the same name as in a full date', () => {
  assert.match(zoneWords(now), /^[A-Z]/);
  assert.ok(fullDateWords(new Date(now).toISOString()).endsWith(zoneWords(now)));
});
