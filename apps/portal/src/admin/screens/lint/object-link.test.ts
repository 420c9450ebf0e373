import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectLink } from './object-link.ts';

const found = (object: Parameters<typeof objectLink>[0]['object'], field = '', code = 'x') =>
  objectLink({ object, field, code });
const portal = (id: string | null, isDefault: boolean) =>
  ({ kind: 'setting', id, name: 'x', setting: { kind: 'portal_authentication', isDefault } }) as const;

test('a problem leads to the screen of its object and to the field in it', () => {
  assert.equal(
    found({ kind: 'configuration', id: 'c', name: 'x' }, 'value.host'),
    '/admin/configurations/c#value.host',
  );
  assert.equal(found({ kind: 'app configuration', id: 'a', name: 'x' }), '/admin/app-configurations/a');
  assert.equal(found({ kind: 'app', id: 'a', name: 'x' }, 'audience'), '/admin/apps/a?tab=catalog#audience');
});

test('a default is led to by its kind, also while it is built in; a setting of user groups by its id', () => {
  const base = '/admin/user-settings/portal_authentication';
  assert.equal(found(portal(null, true), 'anchors'), `${base}/default#anchors`);
  assert.equal(found(portal('s', true), 'anchors'), `${base}/default#anchors`);
  assert.equal(found(portal('s', false), 'anchors'), `${base}/s#value.anchors`);
  assert.equal(found(portal('s', false)), `${base}/s`);
});

test('what concerns everything leads where it is mended, or nowhere', () => {
  const everything = { kind: 'installation', id: null, name: 'x' } as const;
  assert.equal(found(everything, '', 'no_provider'), '/admin/providers');
  assert.equal(found(everything), null);
  assert.equal(found({ kind: 'app', id: null, name: 'x' }), null);
});
