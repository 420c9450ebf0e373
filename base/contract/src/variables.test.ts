import assert from 'node:assert/strict';
import { test } from 'node:test';
import { substitute, substituteAll, type SubstitutionValues } from './variables.ts';

const values: SubstitutionValues = {
  userEmailAddress: 'ada@agency.example',
  userUID: 'ada.vega@agency.example',
  userUIDLocalPart: 'ada.vega',
  deviceClientDeviceIdentifier: '7a1c',
  deviceUDID: '00008030-001A',
  deviceIMSI: '',
  pivdActivationLink: 'https://wallet.example/#request=1',
};

test('ADM-075 APP-012 APP-016 every variable is replaced by the value of the device and its person', () => {
  const text = '${userEmailAddress} ${userUID} ${userUIDLocalPart} ${deviceClientDeviceIdentifier} ${deviceUDID}';
  const expected = 'ada@agency.example ada.vega@agency.example ada.vega 7a1c 00008030-001A';
  assert.deepEqual(substitute(text, values), { text: expected, empty: [], unknown: [] });
});

test('ADM-079 a variable without a value becomes empty, and is named', () => {
  assert.deepEqual(substitute('<${deviceIMSI}>', values), { text: '<>', empty: ['deviceIMSI'], unknown: [] });
});

test('what is no variable, or is written in another case, stays as it is and is named', () => {
  const { text, unknown } = substitute('${userUid} ${toString} $userUID ${}', values);
  assert.equal(text, '${userUid} ${toString} $userUID ${}');
  assert.deepEqual(unknown, ['userUid', 'toString']);
});

test('what a value brings in is not read again', () => {
  const nested = { ...values, userUID: '${userEmailAddress}' };
  assert.equal(substitute('${userUID}', nested).text, '${userEmailAddress}');
});

test('texts are replaced however deep they lie; keys and other values stay', () => {
  const value = { '${userUID}': ['${userUID}', 7, true, null, { inner: '${userUIDLocalPart}' }] };
  const done = { '${userUID}': ['ada.vega@agency.example', 7, true, null, { inner: 'ada.vega' }] };
  assert.deepEqual(substituteAll(value, values), done);
});
