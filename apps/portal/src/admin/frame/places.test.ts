import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeGroups, placesFor } from './places.ts';

const titles = (roles: readonly string[]): readonly string[] =>
  placesFor(roles).flatMap(({ places }) => places.map(({ title }) => title));

test('an administrator sees the whole navigation, in the order of work; keys are recovered by a security officer', () => {
  const all = placeGroups.flatMap(({ places }) => places.map(({ title }) => title));
  assert.deepEqual(
    titles(['administrator']),
    all.filter((title) => title !== 'Key recovery'),
  );
  assert.deepEqual(titles(['administrator', 'security-officer']), all);
});

test('a help desk sees people and no administrators; nobody sees nothing', () => {
  assert.ok(titles(['help-desk']).includes('People'));
  assert.ok(!titles(['help-desk']).includes('Administrators'));
  assert.deepEqual(placesFor([]), []);
  assert.deepEqual(placesFor(['made-up']), []);
});

test('no two places lead to the same address', () => {
  const paths = placeGroups.flatMap(({ places }) => places.map(({ path }) => path));
  assert.equal(new Set(paths).size, paths.length);
});
