import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodersIn, KEPT, load } from './corpus.ts';
import { decoders } from './decoders.ts';
import { encodeElements, elementsOf } from './elements.ts';
import { mutate } from './mutate.ts';
import { chanceFrom } from './random.ts';
import { flawOf } from './trial.ts';

const all = await decoders();

for (const decoder of all) {
  test(`${decoder.name}: its samples and all that once found a flaw are read or refused by PkiError, in time`, async () => {
    for (const octets of [...decoder.seeds, ...load(KEPT, decoder.name)]) {
      assert.equal(await flawOf(decoder, octets), undefined, Buffer.from(octets).toString('hex').slice(0, 400));
    }
  });
}

test('every kept input belongs to a decoder', () => {
  const known = new Set(all.map(({ name }) => name));
  assert.deepEqual(
    decodersIn(KEPT).filter((name) => !known.has(name)),
    [],
  );
});

test('elements taken apart and put together again are the same octets', () => {
  for (const { name, seeds } of all.filter(({ seeds: [first] }) => first?.[0] === 0x30)) {
    for (const octets of seeds) {
      const elements = elementsOf(octets);
      assert.ok(elements !== undefined, name);
      assert.deepEqual(Buffer.from(encodeElements(elements)), Buffer.from(octets), name);
    }
  }
});

test('a seed gives the same changes again, another seed others', () => {
  const [octets = new Uint8Array(0)] = all[0]?.seeds ?? [];
  const changes = (seed: number): string[] => {
    const chance = chanceFrom(seed);
    return Array.from({ length: 50 }, () => Buffer.from(mutate(octets, chance, octets)).toString('hex'));
  };
  assert.deepEqual(changes(3), changes(3));
  assert.notDeepEqual(changes(3), changes(4));
});

test('an error of another kind and too much time are flaws', async () => {
  const planted = (read: () => unknown) => ({ name: 'planted', seeds: [], read });
  const wrong = planted(() => {
    throw new RangeError('out of bounds');
  });
  assert.match((await flawOf(wrong, new Uint8Array(1))) ?? '', /RangeError/);
  const slow = planted(() => {
    const end = performance.now() + 3;
    while (performance.now() < end);
  });
  assert.match((await flawOf(slow, new Uint8Array(1), 2)) ?? '', /took/);
});
