import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeOf } from './place-of.ts';

test('an address stands under one entry of the navigation, also where it does not begin with its address', () => {
  assert.equal(placeOf('/admin'), '/admin');
  assert.equal(placeOf('/admin/people/new'), '/admin/people');
  assert.equal(placeOf('/admin/user-settings/wallet/default'), '/admin/user-settings');
  assert.equal(placeOf('/admin/user-settings/branding/default'), '/admin/settings');
  assert.equal(placeOf('/admin/app-configurations/1'), '/admin/apps');
  assert.equal(placeOf('/admin/groupsX'), null);
});
