import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuthorityView } from '@lanyard/contract';
import { authorityState, partOver, sizeWords } from './authority-words.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const crl = { number: 1, thisUpdate: '2026-11-22T00:00:00Z', nextUpdate: '2026-11-23T00:00:00Z', octets: 1, url: '' };
const authority = {
  notAfter: '2030-01-01T00:00:00Z',
  activeFrom: '2026-01-01T00:00:00Z',
  isIssuing: true,
  kind: 'derived',
  crl,
} as AuthorityView;

test('an authority without a CRL in force needs attention before anything else is said of it', () => {
  assert.equal(authorityState({ ...authority, crl: null }, now).tone, 'attention');
  const stale = { ...crl, nextUpdate: '2026-11-22T11:00:00Z' };
  assert.equal(authorityState({ ...authority, crl: stale }, now).word, 'No CRL in force');
});

test('whether it issues, will, or did is told', () => {
  assert.equal(authorityState(authority, now).word, 'Issues');
  assert.equal(authorityState({ ...authority, isIssuing: false }, now).word, 'Has a successor');
  assert.equal(authorityState({ ...authority, activeFrom: '2027-01-01T00:00:00Z' }, now).word, 'Issues later');
  assert.equal(authorityState({ ...authority, notAfter: '2026-01-01T00:00:00Z' }, now).word, 'Expired');
});

test('the part of a validity that is over stays between none and all', () => {
  assert.equal(partOver('2026-11-22T00:00:00Z', '2026-11-23T00:00:00Z', now), 0.5);
  assert.equal(partOver('2027-01-01T00:00:00Z', '2028-01-01T00:00:00Z', now), 0);
});

test('sizes are said in the unit that fits', () => {
  assert.deepEqual([999, 12_345, 2_500_000].map(sizeWords), ['999 B', '12 kB', '2.5 MB']);
});
