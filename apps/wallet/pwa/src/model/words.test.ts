import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commonName, grouped, plural, validity } from './words.ts';

test('a serial number is shown in groups of four, in upper case', () => {
  assert.equal(grouped('4ab3f00d1'), '4AB3 F00D 1');
});

test('the common name is read out of a distinguished name, with its escapes', () => {
  assert.equal(commonName('CN=Ada Vega,O=Harbor Agency,C=US'), 'Ada Vega');
  assert.equal(commonName('OU=Demo,CN=Vega\\, Ada,C=US'), 'Vega, Ada');
  assert.equal(commonName('O=Harbor Agency'), 'O=Harbor Agency');
});

test('a credential that was revoked has no days left, whatever its certificates say', () => {
  assert.equal(validity({ state: 'active', daysLeft: 700 }), '700 days left');
  assert.equal(validity({ state: 'revoked', daysLeft: 700 }), 'No longer valid');
  assert.equal(validity({ state: 'revoked', daysLeft: -1 }), 'Expired');
});

test('one day is a day and two are days', () => {
  assert.deepEqual([plural(1, 'day'), plural(2, 'day')], ['1 day', '2 days']);
});
