import assert from 'node:assert/strict';
import { test } from 'node:test';
import { der } from '@lanyard/pki';
import { Coverage } from './coverage.ts';
import { Hunt } from './hunt.ts';
import { chanceFrom } from './random.ts';
import { readPlanted } from './testing/planted.ts';

/** Blind, one in 2³² inputs would do. */
const MOST_ROUNDS = 20_000;

test('fuzzing finds a flaw behind four octets by what it reached on the way', async () => {
  const found: string[] = [];
  let useful = 0;
  const seeds = [der.sequence(der.octetString(new Uint8Array(4)))];
  const hunt = await Hunt.begin({ name: 'planted', seeds, read: readPlanted }, [], {
    coverage: new Coverage('/test/fuzz/testing/planted.ts'),
    chance: chanceFrom(5),
    useful: () => void useful++,
    flaw: (_decoder, _octets, what) => void found.push(what),
  });
  for (let rounds = 0; found.length === 0 && rounds < MOST_ROUNDS; rounds++) await hunt.round();
  assert.match(found[0] ?? 'nothing', /RangeError: planted/);
  assert.ok(useful >= 3, `${useful} inputs on the way`);
});
