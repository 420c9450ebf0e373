import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { IMPORT_BYTES } from '@lanyard/contract';
import { csvLine, isLanyardError } from '@lanyard/kernel';
import { exportColumns } from '../people/list-people.ts';
import { readCsv } from './read-csv.ts';

async function read(text: string | Buffer[], mapping: Record<string, string> = {}) {
  const lines = [];
  const chunks = typeof text === 'string' ? [Buffer.from(text)] : text;
  for await (const line of readCsv(Readable.from(chunks), mapping)) lines.push(line);
  return lines;
}
const header = 'userName,upn,givenName,surname';

test('what was exported is read back as it was', async () => {
  const cells = [
    'ada',
    'ada@a.example',
    'a@m.example',
    '=Ada, "A"',
    'Ada',
    '-Vega',
    'suspended',
    'Staff;Pilots',
    'hand',
  ];
  const [line] = await read(csvLine(exportColumns) + csvLine(cells));
  assert.deepEqual(line?.facts, {
    userName: 'ada',
    upn: 'ada@a.example',
    email: 'a@m.example',
    displayName: '=Ada, "A"',
    givenName: 'Ada',
    surname: '-Vega',
  });
  assert.deepEqual([line?.state, line?.groups, line?.problem], ['suspended', ['Staff', 'Pilots'], undefined]);
});

test('headers are recognised as other products write them, with a byte order mark and semicolons too', async () => {
  const text =
    '\ufeffLogin;User Principal Name;First name;Last name;E-Mail\r\nada;ada@a.example;Ada;Vega;a@m.example\r\n';
  const [line] = await read(text);
  assert.equal(line?.facts.email, 'a@m.example');
  assert.equal(line?.facts.displayName, 'Ada Vega');
  assert.deepEqual([line?.state, line?.groups], [undefined, undefined]);
});

test('headers that nobody would recognise are named by the person who uploads', async () => {
  const [line] = await read('K1,upn,givenName,surname\nada,ada@a.example,Ada,Vega\n', { userName: 'K1' });
  assert.equal(line?.facts.userName, 'ada');
});

test('a file without a needed column is refused by that column, with the headers that it has', async () => {
  await assert.rejects(read('userName,givenName,surname\n'), (e) => {
    assert.ok(isLanyardError(e, 'input_invalid'));
    assert.deepEqual(e.details['columns'], ['userName', 'givenName', 'surname']);
    return (e.details['fields'] as { field: string }[]).some(({ field }) => field === 'upn');
  });
});

test('two columns that could be the same are asked about', async () => {
  await assert.rejects(read(`${header},login\n`), (e) => isLanyardError(e, 'input_invalid'));
});

test('a line with too few cells, or not in UTF-8, is told as that line', async () => {
  const latin = Buffer.from('ada,ada@a.example,\xc4da,Vega\n', 'latin1');
  const [short, foreign] = await read([Buffer.from(`${header}\nada,ada@a.example\n`), latin]);
  assert.match(short?.problem ?? '', /has 2 cells where the header has 4/);
  assert.deepEqual([short?.line, foreign?.line], [2, 3]);
  assert.match(foreign?.problem ?? '', /not in UTF-8/);
});

test('more than ten megabytes are not read', async () => {
  const line = Buffer.from(`${'x'.repeat(1_000)},a@b.example,Ada,Vega\n`);
  const many = Array.from({ length: Math.ceil(IMPORT_BYTES / line.length) + 1 }, () => line);
  await assert.rejects(read([Buffer.from(`${header}\n`), ...many]), (e) => isLanyardError(e, 'input_too_large'));
});

test('what is no CSV, or nothing at all, is said to be so', async () => {
  await assert.rejects(read(''), (e) => isLanyardError(e, 'input_invalid'));
  await assert.rejects(read(`${header}\n"never closed,a,b,c\n`), (e) => isLanyardError(e, 'input_invalid'));
});
