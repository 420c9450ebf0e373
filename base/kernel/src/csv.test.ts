import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvLine, unguardedCell, wantsCsv } from './csv.ts';

test('cells with separators, quotation marks and line ends are quoted', () => {
  assert.equal(csvLine(['a,b', 'say "x"', 'two\nlines', 7, null]), '"a,b","say ""x""","two\nlines",7,\r\n');
});

test('what a spreadsheet would take for a formula is not one, and can be read back', () => {
  for (const cell of ['=1+1', '+1', '-1', '@sum(a1)', '\tx']) {
    assert.equal(csvLine([cell]).startsWith(`'`), true, cell);
    assert.equal(unguardedCell(csvLine([cell]).trimEnd()), cell);
  }
  assert.equal(unguardedCell("'quoted'"), "'quoted'");
});

test('a list is sent as CSV to whoever asks for it', () => {
  assert.equal(wantsCsv('text/csv'), true);
  assert.equal(wantsCsv('application/json, text/csv;q=0.9'), true);
  assert.equal(wantsCsv('application/json'), false);
  assert.equal(wantsCsv(undefined), false);
});
