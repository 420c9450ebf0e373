import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArguments, suiteOf } from './suites.ts';

test('a file belongs to the suite of its longest suffix, and a bench to none', () => {
  const names = ['a.test.ts', 'a.db.test.ts', 'a.e2e.test.ts', 'a.conformance.test.ts', 'a.bench.ts'];
  assert.deepEqual(
    names.map((name) => suiteOf(name)?.name),
    ['unit', 'db', 'e2e', 'conformance', undefined],
  );
});

test('words are suites or parts of paths, and after -- come titles', () => {
  const { suites, paths, names } = readArguments(['db', 'unit', 'contexts/fleet', '--', 'SSP-014']);
  assert.deepEqual(
    suites.map(({ name }) => name),
    ['unit', 'db'],
  );
  assert.deepEqual([paths, names], [['contexts/fleet'], ['SSP-014']]);
  assert.equal(readArguments([]).suites.length, 4);
});
