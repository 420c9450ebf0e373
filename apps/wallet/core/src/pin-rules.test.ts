import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPasscode, mayOpenOffline } from './passcode-rules.ts';
import { checkPin } from './pin-rules.ts';

const refusedAs = (code: string) => (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === code;
const pin = (value: string, minLength = 4, repeated = value) => checkPin(value, repeated, { minLength });

test('PDM-025 a derived credential PIN has 4 to 8 digits', () => {
  pin('4071');
  pin('40719352');
  assert.throws(() => pin('407'), refusedAs('pin_length'));
  assert.throws(() => pin('407193528'), refusedAs('pin_length'));
});

test('PDM-026 a derived credential PIN has digits only', () => {
  assert.throws(() => pin('12a4'), refusedAs('pin_not_digits'));
  assert.throws(() => pin('40 719'), refusedAs('pin_not_digits'));
  assert.throws(() => pin('٤٠٧١٩٣'), refusedAs('pin_not_digits'));
});

test('PDM-010 a derived credential PIN that is not repeated exactly is refused', () => {
  assert.throws(() => pin('407193', 6, '407194'), refusedAs('pin_mismatch'));
});

test('a PIN shorter than the organisation asks for is refused', () => {
  assert.throws(() => pin('4071', 6), refusedAs('pin_too_short'));
  pin('407193', 6);
});

for (const guessable of ['000000', '1212', '123123', '123456', '987654', '890123', '112233', '2580', '147258']) {
  test(`a PIN that anybody would try first is refused: ${guessable}`, () => {
    assert.throws(() => pin(guessable), refusedAs('pin_guessable'));
  });
}

test('a passcode follows the organisation: digits only, or letters with enough special characters', () => {
  const numeric = { type: 'numeric', minLength: 4, minComplex: 0 } as const;
  checkPasscode('4071', '4071', numeric);
  assert.throws(() => checkPasscode('40a1', '40a1', numeric), refusedAs('passcode_not_numeric'));
  const complex = { type: 'alphanumeric', minLength: 6, minComplex: 2 } as const;
  checkPasscode('ab!c?d', 'ab!c?d', complex);
  assert.throws(() => checkPasscode('abc!de', 'abc!de', complex), refusedAs('passcode_too_simple'));
  assert.throws(() => checkPasscode('a!?', 'a!?', complex), refusedAs('passcode_too_short'));
  assert.throws(() => checkPasscode('ab!c?d', 'ab!c?e', complex), refusedAs('passcode_mismatch'));
});

test('PDM-031 a passcode may equal the derived credential PIN', () => {
  pin('407193', 6);
  checkPasscode('407193', '407193', { type: 'alphanumeric', minLength: 6, minComplex: 0 });
});

test('only a passcode of 12 letters and digits may open without the server', () => {
  assert.equal(mayOpenOffline('harbour7lamp'), true);
  assert.equal(mayOpenOffline('harbour7la!?'), false);
  assert.equal(mayOpenOffline('407193528160'), false);
  assert.equal(mayOpenOffline('ababababababab'), false);
});
