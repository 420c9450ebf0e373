import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nodeDigest, nodeVerifier, softwareSigner } from '@lanyard/crypto';
import {
  der,
  ecdsaFromDer,
  ecdsaToDer,
  fromHex,
  type HashAlgorithm,
  type SignatureAlgorithm,
  toHex,
  webDigest,
  webRandom,
  webSigner,
  webVerifier,
} from '../index.ts';
import { keyPair } from '../testing/samples.ts';
import { subtle } from './subtle.ts';
import { webAlgorithm } from './web-algorithm.ts';

const ALGORITHMS: readonly SignatureAlgorithm[] = [
  'ecdsa-p256-sha256',
  'ecdsa-p256-sha384',
  'ecdsa-p384-sha384',
  'ecdsa-p521-sha512',
  'rsa-pkcs1-sha256',
  'rsa-pss-sha384',
  'ed25519',
];
const message = fromHex('00112233');

async function newSigner(algorithm: SignatureAlgorithm) {
  const key = webAlgorithm(algorithm)?.key;
  assert.ok(key !== undefined);
  const rsa = { modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };
  const parameters = typeof key === 'string' ? key : { ...rsa, ...key };
  return webSigner(await subtle().generateKey(parameters, false, ['sign', 'verify']), algorithm);
}

for (const algorithm of ALGORITHMS) {
  test(`what WebCrypto signs by ${algorithm} verifies in both worlds, and nothing else does`, async () => {
    const signer = await newSigner(algorithm);
    const signature = await signer.sign(message);
    for (const verifier of [webVerifier, nodeVerifier]) {
      assert.equal(await verifier.verify(algorithm, signer.spki, message, signature), true);
      assert.equal(await verifier.verify(algorithm, signer.spki, Uint8Array.of(1), signature), false);
      assert.equal(await verifier.verify(algorithm, signer.spki, message, signature.subarray(1)), false);
      assert.equal(await verifier.verify(algorithm, signer.spki, message, new Uint8Array(0)), false);
      assert.equal(await verifier.verify(algorithm, message, message, signature), false);
    }
  });
}

test('a key verifies only under the algorithm of its own kind and curve', async () => {
  const signer = softwareSigner(keyPair('ec-p256').pkcs8);
  const signature = signer.sign(message);
  for (const verifier of [webVerifier, nodeVerifier]) {
    assert.equal(await verifier.verify('ecdsa-p256-sha256', signer.spki, message, signature), true);
    for (const other of ['ecdsa-p384-sha256', 'rsa-pkcs1-sha256', 'ed25519', 'ml-dsa-65'] as const) {
      assert.equal(await verifier.verify(other, signer.spki, message, signature), false, other);
    }
  }
});

test('ECDSA signatures that are not strict DER, or whose numbers are out of range, are refused in both worlds', async () => {
  const signer = softwareSigner(keyPair('ec-p256').pkcs8);
  const good = signer.sign(message);
  const joined = ecdsaFromDer(good, 32);
  const [r, s] = [joined.subarray(0, 32), joined.subarray(32)];
  const order = fromHex('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
  const zero = der.integer(0);
  const bad = {
    'r is zero': der.sequence(zero, der.unsigned(s)),
    's is zero': der.sequence(der.unsigned(r), zero),
    's is the order': der.sequence(der.unsigned(r), der.unsigned(order)),
    'r is oversized': der.sequence(der.unsigned(new Uint8Array(33).fill(1)), der.unsigned(s)),
    'r is negative': der.sequence(der.element(2, Uint8Array.of(0xff)), der.unsigned(s)),
    'r is padded': der.sequence(der.element(2, Uint8Array.of(0, 0, ...r)), der.unsigned(s)),
    'a long length': Uint8Array.of(0x30, 0x81, ...good.subarray(1)),
    'octets behind': Uint8Array.of(...good, 0),
    'a third number': der.sequence(der.unsigned(r), der.unsigned(s), zero),
    'r and s joined': joined,
  };
  for (const [what, signature] of Object.entries(bad)) {
    for (const verifier of [webVerifier, nodeVerifier]) {
      assert.equal(await verifier.verify(signer.algorithm, signer.spki, message, signature), false, what);
    }
  }
});

test('a point that is off its curve verifies nothing', async () => {
  const signer = softwareSigner(keyPair('ec-p256').pkcs8);
  const spki = signer.spki.map((octet, i) => (i === signer.spki.length - 1 ? octet ^ 1 : octet));
  const signature = signer.sign(message);
  for (const verifier of [webVerifier, nodeVerifier]) {
    assert.equal(await verifier.verify(signer.algorithm, spki, message, signature), false);
  }
});

test('r ‖ s survives DER whatever its leading octets are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), fc.nat(3), (octets, zeros) => {
      const joined = Uint8Array.from(octets);
      joined.fill(0, 0, zeros);
      assert.equal(toHex(ecdsaFromDer(ecdsaToDer(joined), 32)), toHex(joined));
    }),
  );
});

test('a signer is refused a key of another kind', async () => {
  const pair = await subtle().generateKey({ name: 'ECDSA', namedCurve: 'P-384' }, false, ['sign', 'verify']);
  await assert.rejects(webSigner(pair, 'ecdsa-p256-sha256'), { code: 'key_algorithm' });
});

test('both worlds digest alike, and randomness is of the length asked for', async () => {
  for (const algorithm of ['sha1', 'sha256', 'sha384', 'sha512'] satisfies HashAlgorithm[]) {
    assert.equal(toHex(await webDigest.digest(algorithm, message)), toHex(nodeDigest.digest(algorithm, message)));
  }
  const long = webRandom.bytes(70_000);
  assert.equal(long.length, 70_000);
  assert.ok(long.subarray(-64).some((octet) => octet !== 0));
});
