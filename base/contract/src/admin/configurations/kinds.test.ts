import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { audience, scopesOf } from './audience.ts';
import { clientProvidedEnrollmentConfiguration, clientProvidedSupport } from './client-provided-enrollment.ts';
import { identityCertificateConfiguration } from './identity-certificate.ts';
import { configurationFacts, configurationKindNames, configurationKinds } from './kinds.ts';
import { mailConfiguration } from './mail.ts';
import { secureAppsPasscodeAndroid, secureAppsPasscodeIos, sp800157Passcode } from './secure-apps-passcode.ts';
import { vpnConfiguration } from './vpn.ts';
import { wifiConfiguration } from './wifi.ts';

interface Field {
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Field>>;
}
const schemaOf = (schema: z.ZodType): Field => z.toJSONSchema(schema, { io: 'input' }) as Field;
const titleAt = (schema: z.ZodType, field: string): string | undefined => schemaOf(schema).properties?.[field]?.title;

/** Paths of fields that a person fills in and that say nothing of themselves. */
const wordless = ({ properties = {} }: Field, path: string): string[] =>
  Object.entries(properties).flatMap(([name, field]) => [
    ...(field.title && field.description ? [] : [`${path}.${name}`]),
    ...wordless(field, `${path}.${name}`),
  ]);

for (const kind of configurationKindNames)
  test(`every field of ${kind} has a label and help`, () => {
    assert.deepEqual(wordless(schemaOf(configurationKinds[kind]), kind), []);
    assert.notEqual(configurationFacts[kind].title, '');
  });

test('ADM-046, ADM-047 an identity certificate is a derived credential with exactly three usages', () => {
  const { properties } = schemaOf(identityCertificateConfiguration);
  assert.equal(properties?.['distribution']?.title, 'Certificate Distribution');
  assert.equal(properties?.['usage']?.title, 'Derived Credential Usage');
  assert.deepEqual(properties?.['usage']?.enum, ['Authentication', 'Encryption', 'Signing']);
  assert.equal(identityCertificateConfiguration.safeParse({ usage: 'Decryption' }).success, false);
  assert.equal(identityCertificateConfiguration.safeParse({ usage: ['Signing', 'Encryption'] }).success, false);
  const file = { distribution: 'Single File', usage: 'Signing' };
  assert.equal(identityCertificateConfiguration.safeParse(file).success, false);
});

test('ADM-061 a secure apps passcode is 4-digit numeric or alphanumeric, and nothing else', () => {
  assert.deepEqual(schemaOf(secureAppsPasscodeIos).properties?.['type']?.enum, ['4-digit numeric', 'alphanumeric']);
  assert.equal(titleAt(secureAppsPasscodeIos, 'enabled'), 'Secure Apps Passcode');
});

test('ADM-067 only Android lets a user recover the passcode', () => {
  assert.equal(titleAt(secureAppsPasscodeAndroid, 'allowRecovery'), 'Allow user to recover passcode');
  assert.equal(secureAppsPasscodeIos.safeParse({ allowRecovery: true }).success, false);
});

test('ADM-064 the SP 800-157 preset keeps its own rule, and less is refused', () => {
  const preset = { ...sp800157Passcode.values, preset: 'SP 800-157' };
  assert.equal(secureAppsPasscodeIos.safeParse(preset).success, true);
  assert.equal(secureAppsPasscodeIos.safeParse({ ...preset, minLength: 5 }).success, false);
  assert.equal(secureAppsPasscodeAndroid.safeParse({ ...preset, type: '4-digit numeric' }).success, false);
  assert.match(sp800157Passcode.source, /^https:\/\/doi\.org\/10\.6028\/NIST\.SP\.800-157$/);
});

test('ADM-104 data-loss settings are kept for each AppConnect device configuration, on both platforms', () => {
  const ios = configurationKinds.appconnect_device_ios.parse({ dlp: { openIn: 'Not allowed' } });
  const android = configurationKinds.appconnect_device_android.parse({ dlp: { camera: true } });
  assert.deepEqual([ios.dlp.openIn, android.dlp.camera, android.dlp.screenCapture], ['Not allowed', true, false]);
});

test('EPM-003, EPM-004, EPM-005, EPM-023 client-provided enrollment has four purposes', () => {
  const { properties } = schemaOf(clientProvidedEnrollmentConfiguration);
  assert.equal(properties?.['purpose']?.title, 'Select purpose');
  assert.deepEqual(properties?.['purpose']?.enum, ['Authentication', 'Decryption', 'Encryption', 'Signing']);
});

test('EPM-024 its provider is one of the known, or one that was added by name', () => {
  const value = { purpose: 'Signing', provider: 'other', providerName: 'Intercede MyID' };
  assert.equal(clientProvidedEnrollmentConfiguration.safeParse(value).success, true);
  assert.equal(clientProvidedEnrollmentConfiguration.safeParse({ ...value, provider: 'purebred' }).success, false);
  assert.equal(clientProvidedEnrollmentConfiguration.safeParse({ ...value, provider: 'unknown' }).success, false);
});

const agents = [
  ['ios', '8.4.9', false, false],
  ['ios', '8.5', true, false],
  ['ios', '8.6.1', true, false],
  ['ios', '9.0', true, true],
  ['ios', '12.11.60', true, true],
  ['android', '1.0', true, false],
  ['desktop', '9.0', false, false],
] as const;
test('EPM-001, EPM-014, EPM-015, EPM-016, EPM-017 what an agent supports goes by platform and version', () => {
  for (const [platform, version, keyValue, tunnel] of agents) {
    assert.equal(clientProvidedSupport(platform, version, 'key-value pair').supported, keyValue, version);
    assert.equal(clientProvidedSupport(platform, version, 'AppTunnel rule').supported, tunnel, version);
  }
});

test('EPM-018 what a device is too old for says which version it has and which it needs', () => {
  const { why } = clientProvidedSupport('ios', '8.6', 'AppTunnel rule');
  assert.match(why, /9\.0/);
  assert.match(why, /8\.6/);
});

test('MAA-003, MAA-005, MAA-006, MAA-007, MAA-008, MAA-009 mail, Wi-Fi and VPN name "Derived PIV Credentials" as their identity', () => {
  for (const schema of [mailConfiguration, wifiConfiguration, vpnConfiguration]) {
    const field = schemaOf(schema).properties?.['identity'];
    assert.equal(field?.title, 'Identity Certificate');
    assert.ok(field?.enum?.includes('Derived PIV Credentials'));
  }
  assert.equal(titleAt(mailConfiguration, 'smimeSigning'), 'SMIME Signing Certificate');
  assert.equal(titleAt(mailConfiguration, 'smimeEncryption'), 'SMIME Encryption Certificate');
});

test('EPM-009 neither mail, Wi-Fi nor VPN can refer to a client-provided enrollment', () => {
  for (const schema of [mailConfiguration, wifiConfiguration, vpnConfiguration])
    assert.deepEqual(schemaOf(schema).properties?.['identity']?.enum, ['Derived PIV Credentials', 'none']);
});

test('an audience that names somebody must be a chosen one; its lists are scopes', () => {
  const id = '11111111-1111-4111-8111-111111111111';
  assert.equal(audience.safeParse({ to: 'all', people: [id] }).success, false);
  const chosen = audience.parse({ to: 'chosen', people: [id], deviceGroups: [id] });
  assert.deepEqual(scopesOf(chosen), [`person:${id}`, `device-group:${id}`]);
  assert.deepEqual(scopesOf(audience.parse({ to: 'all' })), ['all']);
  assert.deepEqual(scopesOf(audience.parse({})), []);
});
