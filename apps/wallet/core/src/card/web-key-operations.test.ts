import assert from 'node:assert/strict';
import {
  constants,
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  verify,
} from 'node:crypto';
import { test } from 'node:test';
import { generateKeyPair } from '@lanyard/crypto';
import { type Bytes, viewOf } from '@lanyard/pki';
import { randomBytes } from '../testing/bench.ts';
import { webKeyOperations } from './web-key-operations.ts';

const operations = webKeyOperations(randomBytes);
const message = Buffer.from('what is signed');
const opensslKey = (pkcs8: Bytes) => createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });

for (const [keyType, hash, curve] of [
  ['ec-p256', 'sha256', 'prime256v1'],
  ['ec-p384', 'sha384', 'secp384r1'],
] as const) {
  test(`in a browser too a digest signed with ${keyType} verifies as the signature of its message`, async () => {
    const { pkcs8, spki } = generateKeyPair(keyType);
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    const digest = viewOf(createHash(hash).update(message).digest());
    assert.ok(verify(hash, message, key, await operations.signDigest({ keyType, pkcs8 }, digest)));
  });

  test(`in a browser too ${keyType} agrees on the secret that OpenSSL finds, and not with a point beside the curve`, async () => {
    const { pkcs8 } = generateKeyPair(keyType);
    const [own, theirs] = [createECDH(curve), createECDH(curve)];
    own.setPrivateKey(Buffer.from(opensslKey(pkcs8).export({ format: 'jwk' }).d ?? '', 'base64url'));
    const point = theirs.generateKeys();
    assert.deepEqual(
      await operations.agree({ keyType, pkcs8 }, viewOf(point)),
      viewOf(theirs.computeSecret(own.getPublicKey())),
    );
    point[point.length - 1] = (point.at(-1) ?? 0) ^ 1;
    assert.equal(await operations.agree({ keyType, pkcs8 }, viewOf(point)), undefined);
  });
}

test('RFC 8017 §5.1.2 RSA without padding gives what OpenSSL gives, and refuses a block that is not below the modulus', async () => {
  const { pkcs8 } = generateKeyPair('rsa-2048');
  const key = { keyType: 'rsa-2048', pkcs8 } as const;
  for (const first of [0, 1, 0x55]) {
    const block = viewOf(Uint8Array.from([first, ...randomBytes(255)]));
    const expected = privateDecrypt({ key: opensslKey(pkcs8), padding: constants.RSA_NO_PADDING }, block);
    assert.deepEqual(await operations.rsa(key, block), viewOf(expected));
  }
  assert.equal(await operations.rsa(key, new Uint8Array(256).fill(0xff)), undefined);
});
