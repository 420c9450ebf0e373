import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyPairKind } from '@lanyard/crypto';
import { generateKeyPair, softwareSigner } from '@lanyard/crypto';
import { nameFrom, signCertificate, toBase64 } from '@lanyard/pki';
import type { CredentialDetails } from '../credentials.ts';
import { walletSlots } from './wallet-slots.ts';

async function certificate(purpose: string, kind: KeyPairKind = 'ec-p256') {
  const { pkcs8, spki } = generateKeyPair(kind);
  const name = nameFrom([{ type: 'CN', value: purpose }]);
  const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2028-01-01T00:00:00Z') };
  const template = { serial: Uint8Array.of(0x5a), issuer: name, subject: name, spki, extensions: [], ...validity };
  return { purpose, der: toBase64(await signCertificate(template, softwareSigner(pkcs8))) };
}

/** Only what decides about slots. */
const credential = (state: string, ...certificates: readonly { purpose: string; der: string }[]) =>
  ({ state, provider: 'lanyard', certificates }) as unknown as CredentialDetails;
const placesOf = (credentials: readonly CredentialDetails[]) =>
  walletSlots(credentials).map(({ slot, algorithm, encoded }) => [slot, algorithm, encoded] as const);

test('SP 800-73-5 pt1 §3.3.3 old encryption keys fill the retired slots from 82 upwards, the newest credential’s first', async () => {
  const [first, second, third] = [
    await certificate('decryption'),
    await certificate('decryption', 'ec-p384'),
    await certificate('decryption'),
  ];
  const authentication = await certificate('authentication');
  const places = placesOf([
    credential('active', authentication),
    credential('replaced', first, second),
    credential('expired', third),
  ]);
  assert.deepEqual(places, [
    [0x9a, 'ec-p256', authentication.der],
    [0x82, 'ec-p256', first.der],
    [0x83, 'ec-p384', second.der],
    [0x84, 'ec-p256', third.der],
  ]);
});

test('only the newest active credential is shown, and nothing when there is none', async () => {
  const [newer, older] = [await certificate('authentication'), await certificate('authentication')];
  assert.deepEqual(placesOf([credential('suspended', newer), credential('active', older)]), [
    [0x9a, 'ec-p256', older.der],
  ]);
  assert.deepEqual(placesOf([credential('suspended', newer)]), []);
});

test('SP 800-78-5 §3.1 a key that PIV has no algorithm for is left out', async () => {
  const [rsa, large] = [await certificate('authentication', 'rsa-2048'), await certificate('signing', 'rsa-4096')];
  assert.deepEqual(placesOf([credential('active', rsa, large)]), [[0x9a, 'rsa-2048', rsa.der]]);
});

test('more than twenty old keys show the newest twenty', async () => {
  const old = await certificate('decryption');
  const places = placesOf([
    credential('active', await certificate('authentication')),
    credential('replaced', ...Array.from({ length: 25 }, () => old)),
  ]);
  assert.deepEqual([places.length, places.at(-1)?.[0]], [21, 0x95]);
});

test('BLE-040 credentials of Purebred, and those of third-party apps, are no card of a desktop; Entrust’s are', async () => {
  const own = await certificate('authentication');
  for (const [provider, places] of [
    ['purebred', 0],
    ['other', 0],
    ['entrust', 1],
  ] as const)
    assert.equal(placesOf([{ ...credential('active', own), provider }]).length, places, provider);
});
