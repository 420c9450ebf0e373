import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvPages } from './csv-pages.ts';

test('every page of a list is in its CSV file once, under one line of columns', async () => {
  const pages = [
    { items: ['a', '=1+1'], next: 'p1' },
    { items: ['c'], next: null },
  ];
  const asked: (string | undefined)[] = [];
  const page = (after: string | undefined) => {
    asked.push(after);
    return Promise.resolve(pages[asked.length - 1] ?? assert.fail('asked beyond the end'));
  };
  let file = '';
  for await (const part of csvPages(['name', 'length'], page, (name: string) => [name, name.length])) file += part;
  assert.equal(file, "name,length\r\na,1\r\n'=1+1,4\r\nc,1\r\n");
  assert.deepEqual(asked, [undefined, 'p1']);
});
