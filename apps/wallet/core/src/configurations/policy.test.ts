import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  appConnectDeviceAndroidConfiguration,
  appConnectDeviceIosConfiguration,
  walletSetting,
  type DeliveredConfiguration,
  type DesiredState,
} from '@lanyard/contract';
import { isWeaker, policyOf } from './policy.ts';

const state = (configurations: DeliveredConfiguration[], wallet: object = {}): DesiredState => ({
  generation: 'g',
  organisation: 'Agency',
  portalUrl: '',
  person: { userName: 'a', displayName: 'A', email: 'a@agency.test' },
  device: { id: '11111111-1111-4111-8111-111111111111', name: 'Phone', platform: 'ios', state: 'active' },
  wallet: walletSetting.parse(wallet),
  request: null,
  credentials: [],
  configurations,
  apps: [],
});
const device = (passcode: object, more: object = {}): DeliveredConfiguration => ({
  id: '22222222-2222-4222-8222-222222222222',
  kind: 'appconnect_device_ios',
  name: 'Secure apps',
  version: 1,
  waitsFor: null,
  value: appConnectDeviceIosConfiguration.parse({ passcode, ...more }),
});

test('ADM-062 ADM-063 of the setting and the configuration the stricter rule holds, part by part', () => {
  const { passcode } = policyOf(
    state([device({ type: 'alphanumeric', minLength: 9, minComplex: 2 })], {
      passcode: { type: 'alphanumeric', minLength: 12, minComplex: 1 },
    }),
  );
  assert.deepEqual(passcode, { type: 'alphanumeric', minLength: 12, minComplex: 2 });
});

test('ADM-061 a 4-digit numeric configuration never loosens an alphanumeric setting', () => {
  const { passcode } = policyOf(state([device({ type: '4-digit numeric', minLength: 20 })]));
  assert.deepEqual(passcode, { type: 'alphanumeric', minLength: 6, minComplex: 0 });
});

test('a wallet locks after the shortest time that any rule gives', () => {
  assert.equal(policyOf(state([device({}, { inactivityMinutes: 2 })])).lockAfterMinutes, 2);
  assert.equal(policyOf(state([device({}, { inactivityMinutes: 30 })])).lockAfterMinutes, 5);
});

test('ADM-060 a configuration without a secure apps passcode, or one that waits, adds no rule', () => {
  const plain = policyOf(state([]));
  assert.deepEqual(policyOf(state([device({ enabled: false, minLength: 30 })])).passcode, plain.passcode);
  assert.deepEqual(policyOf(state([{ ...device({ minLength: 30 }), value: null }])).passcode, plain.passcode);
});

test('ADM-062 the rules of Android hold in the same way', () => {
  const value = appConnectDeviceAndroidConfiguration.parse({ passcode: { minLength: 10, allowRecovery: true } });
  const { passcode } = policyOf(state([{ ...device({}), kind: 'appconnect_device_android', value }]));
  assert.equal(passcode.minLength, 10);
});

test('what a wallet kept before configurations existed is read', () => {
  const { configurations: _none, apps: _too, ...older } = state([]);
  assert.equal(policyOf(older as DesiredState).passcode.minLength, 6);
});

test('a passcode is outdated where any part of the rules became stricter', () => {
  const made = { type: 'alphanumeric', minLength: 8, minComplex: 1 } as const;
  assert.equal(isWeaker(made, { type: 'numeric', minLength: 4, minComplex: 0 }), false);
  assert.equal(isWeaker(made, made), false);
  assert.equal(isWeaker(made, { ...made, minLength: 9 }), true);
  assert.equal(isWeaker({ ...made, type: 'numeric' }, made), true);
  assert.equal(isWeaker(made, { ...made, minComplex: 2 }), true);
});
