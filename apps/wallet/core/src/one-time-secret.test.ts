import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normaliseSecret } from './one-time-secret.ts';
import { requestOf } from './request-link.ts';

test('a one-time secret forgives spaces, hyphens, lower case and look-alike letters', () => {
  assert.equal(normaliseSecret(' 7k2m-x9 qo '), '7K2MX9Q0');
  assert.equal(normaliseSecret('il–l1'), '1111');
});

const id = '0b0e7a62-51a4-4a6c-9b5e-2b2f9d6b3a10';

test('a request is named by its link, by the id alone, in any case', () => {
  assert.equal(requestOf(`https://wallet.test/#request=${id}`), id);
  assert.equal(requestOf(`  ${id.toUpperCase()} `), id);
});

for (const text of [
  '',
  'https://wallet.test/',
  'WIFI:S:guest;;',
  `https://wallet.test/?request=${id}`,
  'x'.repeat(600),
]) {
  test(`a code that is not an activation code is refused: ${text.slice(0, 30)}`, () => {
    assert.throws(() => requestOf(text), { code: 'link_not_ours' });
  });
}
