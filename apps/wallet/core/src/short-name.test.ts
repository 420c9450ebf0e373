import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortName } from './short-name.ts';

test('a name that is too long is cut between characters, never within an emoji', () => {
  assert.equal(shortName('Desk 1'), 'Desk 1');
  assert.equal(shortName('x'.repeat(300)), 'x'.repeat(60));
  assert.equal(shortName(`${'x'.repeat(59)}🔑`), 'x'.repeat(59));
  const family = '👩‍👩‍👧';
  assert.equal(shortName(family.repeat(20)), family.repeat(7));
});
