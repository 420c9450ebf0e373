import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, toHex, utf8Encode } from '@lanyard/pki';
import { randomBytes } from '../testing/bench.ts';
import { makeNoiseKeys, noiseHandshake, noiseKeys } from './noise.ts';
import { NOISE_VECTORS } from './testing/noise-vectors.ts';

const HANDSHAKE = 3;

for (const vector of NOISE_VECTORS)
  test(`Noise XX is as in the vectors of ${vector.source}, octet for octet`, () => {
    const prologue = fromHex(vector.prologue);
    const side = (initiator: boolean, own: string, ephemeral: string) =>
      noiseHandshake({ initiator, prologue, own: noiseKeys(fromHex(own)), ephemeral: noiseKeys(fromHex(ephemeral)) });
    const sides = [
      side(true, vector.initiatorStatic, vector.initiatorEphemeral),
      side(false, vector.responderStatic, vector.responderEphemeral),
    ] as const;
    for (const [turn, [payload, sent]] of vector.messages.slice(0, HANDSHAKE).entries()) {
      const [from, to] = turn % 2 === 0 ? sides : [sides[1], sides[0]];
      const message = from.write(fromHex(payload));
      assert.equal(toHex(message), sent, `message ${turn}`);
      assert.equal(toHex(to.read(message)), payload, `payload ${turn}`);
    }
    const sessions = [sides[0].finish(), sides[1].finish()] as const;
    assert.deepEqual(sessions[0].hash, sessions[1].hash);
    if (vector.hash !== undefined) assert.equal(toHex(sessions[0].hash), vector.hash);
    assert.deepEqual(sessions[0].remote, noiseKeys(fromHex(vector.responderStatic)).publicKey);
    assert.deepEqual(sessions[1].remote, noiseKeys(fromHex(vector.initiatorStatic)).publicKey);
    for (const [index, [payload, sent]] of vector.messages.slice(HANDSHAKE).entries()) {
      const [from, to] = (HANDSHAKE + index) % 2 === 0 ? sessions : [sessions[1], sessions[0]];
      assert.equal(toHex(from.send.seal(fromHex(payload))), sent, `transport ${index}`);
      assert.equal(toHex(to.receive.open(fromHex(sent))), payload, `transport payload ${index}`);
    }
  });

const pair = (prologues: readonly [string, string] = ['same', 'same']) =>
  [true, false].map((initiator, side) =>
    noiseHandshake({
      initiator,
      prologue: utf8Encode(prologues[side as 0 | 1]),
      own: makeNoiseKeys(randomBytes),
      ephemeral: makeNoiseKeys(randomBytes),
    }),
  ) as [ReturnType<typeof noiseHandshake>, ReturnType<typeof noiseHandshake>];

const broken = { code: 'link_broken' };

test('a handshake in which one octet is another, or the prologue is, or which is cut short, comes to nothing', () => {
  for (const at of [0, 40, 95]) {
    const [initiator, responder] = pair();
    responder.read(initiator.write());
    const second = responder.write();
    second[at] = (second[at] ?? 0) ^ 1;
    assert.throws(() => initiator.read(second), broken);
  }
  const [initiator, responder] = pair(['this', 'that']);
  responder.read(initiator.write());
  assert.throws(() => initiator.read(responder.write()), broken);
  assert.throws(() => pair()[1].read(new Uint8Array(31)), broken);
});

test('a key of small order, with which everybody would know the secret, is refused', () => {
  const [, responder] = pair();
  responder.read(new Uint8Array(32));
  assert.throws(() => responder.write(), broken);
});

test('nobody speaks out of turn, and nobody finishes early', () => {
  const [initiator, responder] = pair();
  assert.throws(() => responder.write(), broken);
  assert.throws(() => initiator.read(new Uint8Array(96)), broken);
  assert.throws(() => initiator.finish(), broken);
});

test('a message that was changed, repeated or left out is refused; after a rekey the old key opens nothing', () => {
  const [initiator, responder] = pair();
  responder.read(initiator.write());
  initiator.read(responder.write());
  responder.read(initiator.write());
  const [from, to] = [initiator.finish().send, responder.finish().receive];
  const [first, second] = [from.seal(utf8Encode('first')), from.seal(utf8Encode('second'))];
  assert.throws(() => to.open(second), broken);
  assert.deepEqual(to.open(first), utf8Encode('first'));
  assert.throws(() => to.open(first), broken);
  assert.deepEqual(to.open(second), utf8Encode('second'));
  from.rekey();
  const third = from.seal(utf8Encode('third'));
  assert.throws(() => to.open(third), broken);
  to.rekey();
  assert.deepEqual(to.open(third), utf8Encode('third'));
});
