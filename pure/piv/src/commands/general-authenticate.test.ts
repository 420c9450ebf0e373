import assert from 'node:assert/strict';
import { createECDH, createHash, createPublicKey, constants, publicEncrypt, verify } from 'node:crypto';
import { test } from 'node:test';
import { toHex, viewOf } from '@lanyard/pki';
import { ALGORITHMS, type KeyAlgorithm } from '../algorithms.ts';
import { createCard } from '../card.ts';
import { hostOf } from '../host/host.ts';
import { SLOT } from '../identifiers.ts';
import { encodeTlv } from '../tlv.ts';
import { PIN, pointOf, testKey, testKeys, testPorts, type TestKey } from '../testing/software-card.ts';

const KEYS = new Map((['ec-p256', 'ec-p384', 'rsa-2048', 'rsa-3072'] as const).map((name) => [name, testKey(name)]));
const keyOf = (algorithm: KeyAlgorithm): TestKey => KEYS.get(algorithm) ?? assert.fail(algorithm);
const publicOf = ({ spki }: TestKey) => createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
const message = Buffer.from('what is signed');

function cardWith(...slots: readonly (readonly [number, KeyAlgorithm])[]) {
  const keys = testKeys(new Map(slots.map(([slot, algorithm]) => [slot, keyOf(algorithm)])));
  const card = createCard(testPorts({ keys }));
  return { card, keys, host: hostOf((octets) => card.transmit(octets)) };
}

/** EMSA-PKCS1-v1_5 (RFC 8017 §9.2), as the host pads it. */
function padded(octets: number, hash: string) {
  const info = Buffer.concat([
    Buffer.from('3031300d060960864801650304020105000420', 'hex'),
    createHash(hash).update(message).digest(),
  ]);
  return viewOf(Buffer.concat([Buffer.of(0, 1), Buffer.alloc(octets - info.length - 3, 0xff), Buffer.of(0), info]));
}

for (const [algorithm, hash] of [
  ['ec-p256', 'sha256'],
  ['ec-p384', 'sha384'],
  ['rsa-2048', 'sha256'],
  ['rsa-3072', 'sha256'],
] as const)
  test(`SP 800-73-5 pt2 §3.2.4 ${algorithm}: OpenSSL verifies what the authentication key signs`, async () => {
    const { host } = cardWith([SLOT.authentication, algorithm]);
    await host.verify(PIN);
    const digest = viewOf(createHash(hash).update(message).digest());
    const block = ALGORITHMS[algorithm].curve ? digest : padded(ALGORITHMS[algorithm].octets, hash);
    const signature = await host.sign(SLOT.authentication, algorithm, block);
    assert.ok(verify(hash, message, publicOf(keyOf(algorithm)), signature));
  });

for (const [algorithm, curve] of [
  ['ec-p256', 'prime256v1'],
  ['ec-p384', 'secp384r1'],
] as const)
  test(`SP 800-73-5 pt2 App. A.5 ${algorithm}: both sides of a key agreement come to the same secret`, async () => {
    const { host } = cardWith([SLOT.keyManagement, algorithm], [0x82, algorithm]);
    await host.verify(PIN);
    const other = createECDH(curve);
    const point = viewOf(other.generateKeys());
    const expected = toHex(other.computeSecret(pointOf(keyOf(algorithm).spki)));
    for (const slot of [SLOT.keyManagement, 0x82])
      assert.equal(toHex(await host.agree(slot, algorithm, point)), expected);
  });

test('SP 800-73-5 pt2 App. A.4 a key management key gives back the whole padded block of what was encrypted to it', async () => {
  const { host } = cardWith([SLOT.keyManagement, 'rsa-2048']);
  await host.verify(PIN);
  const sealed = publicEncrypt({ key: publicOf(keyOf('rsa-2048')), padding: constants.RSA_PKCS1_PADDING }, message);
  const block = Buffer.from(await host.sign(SLOT.keyManagement, 'rsa-2048', viewOf(sealed)));
  assert.deepEqual([block.length, block[0], block[1], block.subarray(-message.length)], [256, 0, 2, message]);
});

test('SP 800-73-5 pt1 Table 5 the PIN: each use in 9C, once in 9A and 9D, never in 9E', async () => {
  const { host } = cardWith(
    [SLOT.authentication, 'ec-p256'],
    [SLOT.signature, 'ec-p256'],
    [SLOT.cardAuthentication, 'ec-p256'],
  );
  const digest = new Uint8Array(32);
  const refused = { sw: 0x6982 };
  await host.sign(SLOT.cardAuthentication, 'ec-p256', digest);
  await assert.rejects(host.sign(SLOT.authentication, 'ec-p256', digest), refused);
  await assert.rejects(host.sign(SLOT.signature, 'ec-p256', digest), refused);
  await host.verify(PIN);
  await host.sign(SLOT.signature, 'ec-p256', digest);
  await assert.rejects(host.sign(SLOT.signature, 'ec-p256', digest), refused);
  await host.sign(SLOT.authentication, 'ec-p256', digest);
  await host.sign(SLOT.authentication, 'ec-p256', digest);
  await assert.rejects(host.sign(SLOT.signature, 'ec-p256', digest), refused);
  await host.verify(PIN);
  await host.sign(SLOT.authentication, 'ec-p256', digest);
  await assert.rejects(host.sign(SLOT.signature, 'ec-p256', digest), refused, 'another key was used in between');
});

test('SP 800-73-5 pt2 §3.2.4 another algorithm than the key’s, and a slot without a key, are 6A86', async () => {
  const { host } = cardWith([SLOT.authentication, 'ec-p256']);
  await host.verify(PIN);
  await assert.rejects(host.sign(SLOT.authentication, 'ec-p384', new Uint8Array(48)), { sw: 0x6a86 });
  await assert.rejects(host.sign(SLOT.signature, 'ec-p256', new Uint8Array(32)), { sw: 0x6a86 });
});

test('SP 800-73-5 pt2 §3.2.4 data of a wrong length or kind is 6A80: no digest but the curve’s, no point for a signing key', async () => {
  const { host } = cardWith([SLOT.authentication, 'ec-p256'], [SLOT.keyManagement, 'ec-p256']);
  await host.verify(PIN);
  const refused = { sw: 0x6a80 };
  await assert.rejects(host.sign(SLOT.authentication, 'ec-p256', new Uint8Array(20)), refused);
  await assert.rejects(host.agree(SLOT.authentication, 'ec-p256', new Uint8Array(65).fill(4)), refused);
  await assert.rejects(host.sign(SLOT.keyManagement, 'ec-p256', new Uint8Array(32)), refused);
  await assert.rejects(host.agree(SLOT.keyManagement, 'ec-p256', new Uint8Array(65).fill(2)), refused);
});

test('a key that was closed meanwhile asks for the PIN again, one that is not to be used any more is refused', async () => {
  const { host, keys } = cardWith([SLOT.authentication, 'ec-p256']);
  await host.verify(PIN);
  keys.refusal = 'locked';
  await assert.rejects(host.sign(SLOT.authentication, 'ec-p256', new Uint8Array(32)), { sw: 0x6982 });
  keys.refusal = undefined;
  await assert.rejects(host.sign(SLOT.authentication, 'ec-p256', new Uint8Array(32)), { sw: 0x6982 });
  await host.verify(PIN);
  await host.sign(SLOT.authentication, 'ec-p256', new Uint8Array(32));
  keys.refusal = 'unusable';
  await assert.rejects(host.sign(SLOT.authentication, 'ec-p256', new Uint8Array(32)), { sw: 0x6982 });
});

test('SP 800-73-5 pt2 App. A.1 an administrator gets a challenge, each a new one, and no further', async () => {
  const { host } = cardWith();
  const ask = (item: Uint8Array) =>
    host.send({ ins: 0x87, p1: 0x00, p2: SLOT.administration, data: encodeTlv(0x7c, item), le: 256 });
  const [first, second] = [await ask(encodeTlv(0x81)), await ask(encodeTlv(0x81))];
  assert.match(toHex(first.data), /^7c0a8108/);
  assert.notEqual(toHex(first.data), toHex(second.data));
  assert.equal((await ask(encodeTlv(0x82, new Uint8Array(8)))).sw, 0x6982);
});
