import assert from 'node:assert/strict';
import { createCipheriv } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { decryptTripleDes } from './triple-des.ts';

const octets = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

test('what OpenSSL encrypts by DES-EDE3-CBC is decrypted', () => {
  fc.assert(
    fc.property(
      octets(24),
      octets(8),
      fc.integer({ min: 1, max: 8 }).chain((n) => octets(8 * n)),
      (key, iv, plaintext) => {
        const cipher = createCipheriv('des-ede3-cbc', key, iv).setAutoPadding(false);
        const ciphertext = Uint8Array.from(cipher.update(plaintext));
        assert.deepEqual(
          decryptTripleDes(Uint8Array.from(key), Uint8Array.from(iv), ciphertext),
          Uint8Array.from(plaintext),
        );
      },
    ),
  );
});
