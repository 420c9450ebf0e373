import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from 'hpke';
import { utf8Encode, viewOf } from '@lanyard/pki';
import { encryptionKeyContext } from './hpke.ts';
import { memoryStorage } from './memory-storage.ts';
import { webKeyStore } from './web-key-store.ts';

const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);

async function sealedTo(keys: ReturnType<typeof webKeyStore>, purpose: string) {
  const { agreement } = await keys.publicKeys();
  const to = await crypto.subtle.importKey('jwk', agreement, { name: 'ECDH', namedCurve: 'P-256' }, true, []);
  const sealed = await suite.Seal(to, utf8Encode('a key'), encryptionKeyContext('device', 'request', purpose));
  return { enc: viewOf(sealed.encapsulatedSecret), ciphertext: viewOf(sealed.ciphertext) };
}

test('what is sealed to the agreement key opens with the same device, request and purpose', async () => {
  const keys = webKeyStore(memoryStorage());
  const sealed = await sealedTo(keys, 'encryption');
  assert.deepEqual(
    await keys.openSealed({ ...sealed, ...encryptionKeyContext('device', 'request', 'encryption') }),
    utf8Encode('a key'),
  );
});

test('a key sealed for another request, purpose or device does not open', async () => {
  const keys = webKeyStore(memoryStorage());
  const sealed = await sealedTo(keys, 'encryption');
  for (const context of [
    encryptionKeyContext('device', 'other', 'encryption'),
    encryptionKeyContext('device', 'request', 'decryption'),
    encryptionKeyContext('other', 'request', 'encryption'),
  ]) {
    await assert.rejects(keys.openSealed({ ...sealed, ...context }));
  }
  await assert.rejects(
    webKeyStore(memoryStorage()).openSealed({ ...sealed, ...encryptionKeyContext('device', 'request', 'encryption') }),
  );
});
