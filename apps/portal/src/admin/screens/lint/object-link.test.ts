import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectLink } from './object-link.ts';

test('a problem leads to the screen of its object, one of everything to none', () => {
  assert.equal(objectLink({ kind: 'app configuration', id: 'a', name: 'x' }), '/admin/app-configurations/a');
  assert.equal(objectLink({ kind: 'setting', id: null, name: 'x' }), '/admin/user-settings');
  assert.equal(objectLink({ kind: 'installation', id: null, name: 'x' }), null);
  assert.equal(objectLink({ kind: 'app', id: null, name: 'x' }), null);
});
