import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { settingKindFacts, settingKinds, type SettingKind } from './settings.ts';

const portal = (value: object) => settingKinds.portal_authentication.safeParse(value);
const faultOf = (value: object): string | undefined => portal(value).error?.issues[0]?.path.join('.');
const entrust = { provider: 'entrust', derivedMobileSmartCredential: true } as const;

test('ADM-033 Derived Mobile Smart Credential is there only where people sign in with a certificate', () => {
  assert.equal(faultOf({ type: 'None', derivedMobileSmartCredential: true }), 'derivedMobileSmartCredential');
  assert.equal(faultOf({ type: 'Certificate', derivedMobileSmartCredential: true }), undefined);
});

test('ADM-034 the Self Service Module URL is required while Derived Mobile Smart Credential is on for Entrust', () => {
  assert.equal(faultOf(entrust), 'selfServiceModuleUrl');
  assert.equal(faultOf({ ...entrust, derivedMobileSmartCredential: false }), undefined);
  assert.equal(faultOf({ derivedMobileSmartCredential: true }), undefined);
});

test('ADM-036 the Self Service Module URL is https and keeps port, path and every letter', () => {
  const good = 'https://yourEntrustSSM.yourcorp.com:8448/SelfService';
  assert.equal(portal({ ...entrust, selfServiceModuleUrl: good }).data?.selfServiceModuleUrl, good);
  const bad = [
    'http://ssm.example/SelfService',
    'https:/ssm.example',
    'https://user:secret@ssm.example/',
    'https://ssm.example/#ticket',
    'https://ssm.example/a b',
    'javascript:alert(1)',
    'https://ssm.example:99999/',
    String.raw`https://ssm.example\@evil.example`,
    '',
  ];
  for (const url of bad) assert.equal(faultOf({ ...entrust, selfServiceModuleUrl: url }), 'selfServiceModuleUrl', url);
});

test('one button for PIN and credential is not for providers that import theirs', () => {
  assert.equal(faultOf({ provider: 'purebred', derivedMobileSmartCredential: true }), 'derivedMobileSmartCredential');
  assert.equal(faultOf({ provider: 'other' }), 'otherProviderId');
});

test('an accent colour that cannot be read is refused with the nearest that can', () => {
  const refused = settingKinds.branding.safeParse({ accent: '#ffd400' });
  assert.match(refused.error?.issues[0]?.message ?? '', /WCAG asks for 4\.5:1; #[0-9a-f]{6} is the nearest/);
  assert.ok(settingKinds.branding.safeParse({ accent: '#00635d' }).success);
});

test('every field that a person fills in has a label and help of its own', () => {
  const missing: string[] = [];
  for (const kind of Object.keys(settingKinds) as SettingKind[]) {
    const walk = (schema: unknown, path: string): void => {
      const { properties = {}, items } = schema as { properties?: Record<string, object>; items?: object };
      for (const [name, field] of Object.entries(properties)) {
        const { title, description } = field as { title?: string; description?: string };
        if (!title || !description) missing.push(`${path}.${name}`);
        walk(field, `${path}.${name}`);
      }
      if (items) walk(items, `${path}[]`);
    };
    walk(z.toJSONSchema(settingKinds[kind], { io: 'input' }), kind);
    assert.ok(settingKindFacts[kind].title);
  }
  assert.deepEqual(missing, []);
});

test('what is built in is a valid value of every kind', () => {
  for (const kind of Object.keys(settingKinds) as SettingKind[])
    assert.ok(settingKinds[kind].safeParse({}).success, kind);
});
