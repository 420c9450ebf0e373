import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offeredKeys, withPairs } from './pair-words.ts';

const browser = { kind: 'web-at-work', platform: 'ios' } as const;

test('APP-063 a form offers the keys of its app, a numbered one with the next free number', () => {
  const names = (used: readonly string[]): readonly string[] =>
    offeredKeys(
      browser,
      'custom',
      used.map((key) => ({ key })),
    ).map(({ name }) => name);
  const first = names([]).find((name) => name.endsWith('_host')) ?? '';
  assert.match(first, /^IdCertificate_\d+_host$/);
  const next = names([first]).find((name) => name.endsWith('_host')) ?? '';
  const number = (name: string): number => Number(/\d+/.exec(name)?.[0]);
  assert.equal(number(next), number(first) + 1);
  assert.ok(offeredKeys(browser, 'certificate', []).every(({ known }) => known.section === 'certificate'));
});

test('pasted pairs replace the value of a key that is there and follow the others', () => {
  const before = [
    { key: 'a', value: '1' },
    { key: 'b', value: '2' },
  ];
  const pasted = [
    { key: 'b', value: '3' },
    { key: 'B', value: '4' },
  ];
  assert.deepEqual(withPairs(before, pasted), [before[0], pasted[0], pasted[1]]);
});
