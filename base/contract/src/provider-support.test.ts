import assert from 'node:assert/strict';
import { test } from 'node:test';
import { platform, provider } from './common.ts';
import { policyIdentitySupport, providerSupport } from './provider-support.ts';

const offered = (on: Parameters<typeof providerSupport>[1]): string[] =>
  provider.options.filter((name) => providerSupport(name, on).supported);

test('ADM-012, ADM-106, PBR-001, OTH-001 Android has the built-in issuer and Entrust; iOS has every provider', () => {
  assert.deepEqual(offered('android'), ['lanyard', 'entrust']);
  assert.deepEqual(offered('ios'), ['lanyard', 'entrust', 'purebred', 'other']);
});

test('ADM-013 Entrust on Android needs PIV-D Manager as an Android AppConnect app', () => {
  const support = providerSupport('entrust', 'android');
  assert.ok(support.supported);
  assert.equal(support.apps.at(-1), 'PIV-D Manager (Android AppConnect)');
});

test('OTH-014 a refusal names the provider that is meant and what to choose instead', () => {
  const support = providerSupport('other', 'android');
  assert.ok(!support.supported);
  assert.match(support.reason, /Intercede for Android is no longer/);
  assert.match(support.reason, /choose Lanyard or Entrust IdentityGuard/);
});

test('the app of an other provider is called by its own name', () => {
  assert.deepEqual(providerSupport('other', 'ios', 'Acme ID'), { supported: true, apps: ['Acme ID'] });
});

test('a desktop is served by the built-in issuer alone, a device of unknown kind by none', () => {
  assert.deepEqual(offered('desktop'), ['lanyard']);
  assert.deepEqual(offered('unknown'), []);
});

test('MAA-001 policies of the operating system take derived credentials on iOS only, and say so', () => {
  const allowed = platform.options.filter((on) => policyIdentitySupport(on).supported);
  assert.deepEqual(allowed, ['ios']);
  assert.match(policyIdentitySupport('android').reason ?? '', /iOS only/);
});
