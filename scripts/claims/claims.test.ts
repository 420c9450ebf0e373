import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTitles } from './read-titles.ts';
import { writePage } from './write-page.ts';

test('titles are read from the syntax, with one id or several', () => {
  const source = `
    // test('SSP-001 in a comment')
    test('SSP-014 a registration PIN works once', () => {});
    describe('group', () => it("SSP-002, AGT-003 both", { skip: false }, () => {}));
    await t.test(\`PDM-001 \${name} opens\`, () => {});
    test('no id SSP-009 at its start');
    other('SSP-010 is no test');`;
  const titles = readTitles('a.test.ts', source);
  assert.deepEqual(
    titles.map(({ ids, text }) => [ids, text]),
    [
      [['SSP-014'], 'a registration PIN works once'],
      [['SSP-002', 'AGT-003'], 'both'],
      [['PDM-001'], '… opens'],
    ],
  );
});

test('the page groups the ids, and a note gives the words', () => {
  const titles = readTitles('x/a.test.ts', `test('SSP-002 b | c'); test('AGT-001 d'); test('SSP-001 e')`);
  const page = writePage(titles, {
    'AGT-001': { claim: 'Own words.' },
    'ENT-017': { state: 'not applicable', reason: 'no such module' },
  });
  assert.match(
    page,
    /\| SSP-001 \| E \| proven \| \[a\.test\.ts\]\(\.\.\/x\/a\.test\.ts\) \|\n\| SSP-002 \| B \\\| c \|/,
  );
  assert.match(page, /\| AGT-001 \| Own words\. \| proven \|/);
  assert.match(page, /\| ENT-017 \|  \| not applicable: no such module \|  \|/);
  assert.ok(page.indexOf('## SSP') < page.indexOf('## AGT'));
});

test('words without a test claim nothing', () => {
  assert.doesNotMatch(writePage([], { 'SSP-001': { claim: 'Own words.' } }), /SSP/);
});

test('a claim without a test, and a state without a reason, are refused', () => {
  assert.throws(() => writePage([], { 'SSP-001': { state: 'proven' } }), /no test names it/);
  assert.throws(() => writePage([], { 'SSP-001': { state: 'configured' } }), /no reason/);
});
