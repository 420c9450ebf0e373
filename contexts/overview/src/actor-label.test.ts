import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actorLabel } from './actor-label.ts';

test('a desktop that ended its own pairing is named as such, not by the fingerprint of its key', () => {
  const part = 'reader s9Jx0wGfVqk3p7nT2yLr8mZc1dHb6aUe5iOq4tXvRjA';
  assert.equal(actorLabel({ kind: 'system', part }, null), 'the desktop itself');
  assert.equal(actorLabel({ kind: 'system', part: 'renewal' }, null), 'the system (renewal)');
});
