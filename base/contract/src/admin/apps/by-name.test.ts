import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appConfigurationValue } from './app-configuration.ts';
import { namedAppConfigurationValue, withIds, withNames } from './by-name.ts';

const [AUTH, CA] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];
const NAMES = new Map([
  [AUTH, 'Auth'],
  [CA, 'Root CA'],
]);
const value = appConfigurationValue.parse({
  provider: 'entrust',
  pairs: [{ key: 'idCertificate_1_host', value: '*.agency.example' }],
  certificates: [
    { key: 'IdCertificate_1', configurationId: AUTH },
    { key: 'email_certificate_1', configurationId: CA },
  ],
  tunnels: [{ host: '*.agency.example', gateway: 'sentry.agency.example', identityId: AUTH }],
  emailPlus: { exchangeHost: 'mail.agency.example', identityCertificateId: AUTH },
});
const idOf = (wanted: string): string | null => [...NAMES].find(([, name]) => name === wanted)?.[0] ?? null;

test('ADM-105 in a file an app configuration names configurations, and comes back as it was', () => {
  const written = withNames(value, (id) => NAMES.get(id) ?? null);
  const text = JSON.stringify(written);
  assert(!text.includes(AUTH) && !text.includes(CA) && !/"password"|PRIVATE/.test(text));
  const back = withIds(namedAppConfigurationValue.parse(JSON.parse(text)), idOf);
  assert.deepEqual(back, { value, unknown: [] });
});

test('a name that nothing has is said, and nothing else takes its place', () => {
  const { value: back, unknown } = withIds(
    withNames(value, () => 'Gone'),
    idOf,
  );
  assert.deepEqual(unknown, ['Gone']);
  assert.deepEqual(
    [back.certificates, back.tunnels[0]?.identityId, back.emailPlus?.identityCertificateId],
    [[], null, null],
  );
});
