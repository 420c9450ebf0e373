import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hiddenFields } from './hidden-fields.ts';

const hidden = (value: Record<string, unknown>) => hiddenFields('portal_authentication', value);
const entrust = { type: 'Certificate', provider: 'entrust', derivedMobileSmartCredential: true };

test('ADM-033 without the type Certificate "Derived Mobile Smart Credential" is not to be had', () => {
  assert.ok(!hidden(entrust).includes('derivedMobileSmartCredential'));
  assert.ok(hidden({ ...entrust, type: 'None' }).includes('derivedMobileSmartCredential'));
});

test('ADM-035 the module address is asked for while the toggle is on, and only then', () => {
  assert.ok(!hidden(entrust).includes('selfServiceModuleUrl'));
  assert.ok(hidden({ ...entrust, derivedMobileSmartCredential: false }).includes('selfServiceModuleUrl'));
  assert.ok(hidden({ ...entrust, provider: 'lanyard' }).includes('selfServiceModuleUrl'));
});

test("a group's setting has the same fields below its value", () => {
  assert.deepEqual(hidden({ name: 'x', value: { ...entrust, provider: 'other' } }), [
    'value.derivedMobileSmartCredential',
    'value.selfServiceModuleUrl',
  ]);
  assert.deepEqual(hiddenFields('wallet', {}), []);
});
