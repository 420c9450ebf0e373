import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, toConfig } from './config.ts';
import { urlsOf } from './urls.ts';

const from = (env: Record<string, string>) => toConfig(env, { dataFolder: '/srv/lanyard/data' });

test('without settings it is a demo on localhost, with the master key outside the data folder', () => {
  const config = from({});
  assert.equal(config.demo, true);
  assert.equal(config.masterKeyFile, '/srv/lanyard/data.master-key');
  assert.deepEqual(urlsOf(config).portals, ['http://localhost:8080', 'https://localhost:8443']);
});

test('under any other name portal and wallet answer on https alone', () => {
  const urls = urlsOf(from({ LANYARD_HOST: 'lanyard.agency.example', LANYARD_WALLET_TLS_PORT: '443' }));
  assert.deepEqual(
    [urls.portals, urls.wallets],
    [['https://lanyard.agency.example:8443'], ['https://lanyard.agency.example']],
  );
});

for (const [why, env, names] of [
  ['a port that is no port', { LANYARD_PORTAL_PORT: '70000' }, /LANYARD_PORTAL_PORT=70000/],
  ['two listeners on one port', { LANYARD_WALLET_PORT: '8080' }, /portal and .*8080|wallet and portal.*8080/],
  [
    'the master key inside the data folder',
    { LANYARD_MASTER_KEY_FILE: '/srv/lanyard/data/key' },
    /LANYARD_MASTER_KEY_FILE/,
  ],
  [
    'half a TLS identity',
    { LANYARD_TLS_KEY_FILE: '/etc/key.pem' },
    /LANYARD_TLS_KEY_FILE is set without LANYARD_TLS_CERTIFICATE_FILE/,
  ],
  [
    'a deployment without a web certificate',
    { LANYARD_DEMO: 'false' },
    /LANYARD_DEMO=false without LANYARD_TLS_KEY_FILE/,
  ],
  ['a proxy secret that can be guessed', { LANYARD_PROXY_SECRET: 'short' }, /LANYARD_PROXY_SECRET/],
  [
    'a card proxy whose word about addresses is not taken',
    { LANYARD_PROXY_SECRET: 'x'.repeat(32) },
    /LANYARD_PROXY_SECRET is set without LANYARD_TRUSTED_PROXIES/,
  ],
  [
    'half a token',
    { LANYARD_PKCS11_MODULE: '/usr/lib/softhsm/libsofthsm2.so', LANYARD_PKCS11_TOKEN: 'lanyard' },
    /LANYARD_PKCS11_PIN_FILE is missing/,
  ],
  ['a size that no package may have', { LANYARD_APP_PACKAGE_MEGABYTES: '0' }, /LANYARD_APP_PACKAGE_MEGABYTES=0/],
  ['a way to push services that is no address', { LANYARD_PUSH_PROXY: 'proxy:3128' }, /LANYARD_PUSH_PROXY is not/],
  ['a word that is neither true nor false', { LANYARD_DEMO: 'perhaps' }, /LANYARD_DEMO=perhaps/],
] as const)
  test(`${why} ends the start with a line that names the setting`, () => {
    assert.throws(
      () => from(env),
      (error: unknown) => error instanceof ConfigError && names.test(error.message),
    );
  });
