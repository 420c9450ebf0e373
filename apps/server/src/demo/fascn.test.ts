import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeFascn, nonFederal } from './fascn.ts';

test('a FASC-N has the octets of the example in TIG SCEPACS', () => {
  const example = {
    agency: '0032',
    system: '0001',
    credential: '092446',
    series: '0',
    issue: '1',
    person: '1112223333',
    organisationCategory: '1',
    organisation: '1223',
    association: '2',
  };
  assert.equal(Buffer.from(encodeFascn(example)).toString('hex'), 'd0439458210c2c19a0846d83685a1082108ce73984108ca3fc');
});

test('an issuer outside the federal government begins with D4 E7 39, as card software expects', () => {
  assert.equal(
    Buffer.from(encodeFascn(nonFederal('1')))
      .subarray(0, 3)
      .toString('hex'),
    'd4e739',
  );
});

test('a field of the wrong length is refused', () => {
  assert.throws(() => encodeFascn({ ...nonFederal('1'), agency: '99' }), RangeError);
});
