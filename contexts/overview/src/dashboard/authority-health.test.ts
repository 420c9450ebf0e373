import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuthorityRow } from '../pg/dashboard.ts';
import { seedCertificate } from '../testing/seed-certificate.ts';
import { authorityHealth } from './authority-health.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const inHours = (n: number): Date => new Date(NOW.getTime() + n * 3_600_000);

const well: AuthorityRow = {
  id: 'derived',
  kind: 'derived',
  certificate: await seedCertificate(NOW),
  generation: 4,
  number: 12,
  crl_generation: 4,
  this_update: inHours(-2),
  next_update: inHours(166),
  octets: 700,
  responder_not_after: inHours(700),
  presigned: 3,
};

const cases: readonly [string, Partial<AuthorityRow>, 'good' | 'attention' | 'failed', RegExp][] = [
  ['an authority of which nothing is to be said is good', {}, 'good', /^null$/],
  ['without a certificate it has failed', { certificate: null }, 'failed', /no certificate/],
  ['with a CRL that is out of date it has failed', { next_update: inHours(-1) }, 'failed', /out of date/],
  ['with an expired responder it has failed', { responder_not_after: inHours(-1) }, 'failed', /responder has expired/],
  ['without a CRL somebody has to look', { number: null, this_update: null, next_update: null }, 'attention', /no CRL/],
  [
    'with a CRL near its end somebody has to look',
    { this_update: inHours(-144), next_update: inHours(20) },
    'attention',
    /near its end/,
  ],
  ['with revocations that stay off the CRL somebody has to look', { generation: 5 }, 'attention', /wait to be put/],
  ['a revocation of this minute is no trouble', { generation: 5, this_update: inHours(-0.1) }, 'good', /^null$/],
  ['with a responder of few days somebody has to look', { responder_not_after: inHours(24) }, 'attention', /a week/],
  ['an offline root has no responder, and is good', { responder_not_after: null }, 'good', /^null$/],
];

for (const [title, changes, state, words] of cases)
  test(title, () => {
    const health = authorityHealth({ ...well, ...changes }, NOW);
    assert.equal(health.state, state);
    assert.match(String(health.words), words);
  });

test('an authority whose certificate ends soon needs a successor, and an expired one has failed', () => {
  assert.match(authorityHealth(well, inHours(24 * 300)).words ?? '', /out of date/);
  const fresh = { this_update: inHours(24 * 300 - 1), next_update: inHours(24 * 300 + 167), responder_not_after: null };
  assert.match(authorityHealth({ ...well, ...fresh }, inHours(24 * 300)).words ?? '', /within 90 days/);
  assert.match(authorityHealth(well, inHours(24 * 366)).words ?? '', /has expired/);
});
