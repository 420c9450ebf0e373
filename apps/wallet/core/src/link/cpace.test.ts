import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, toHex, utf8Encode } from '@lanyard/pki';
import { randomBytes } from '../testing/bench.ts';
import { cpace, type CpaceInput, cpaceProof } from './cpace.ts';

/** draft-irtf-cfrg-cpace, App. B.3. */
const input = {
  password: utf8Encode('Password'),
  context: fromHex('6f630b425f726573706f6e6465720b415f696e69746961746f72'),
  session: fromHex('7e4b4791d6a8ef019b936c79fb7f2c57'),
  associated: { initiator: utf8Encode('ADa'), responder: utf8Encode('ADb') },
};
const [first, second] = [
  'da3d23700a9e5699258aef94dc060dfda5ebb61f02a5ea77fad53f4ff0976d08',
  'd2316b454718c35362d83d69df6320f38578ed5984651435e2949762d900b80d',
].map(fromHex) as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];
const KEY =
  '4c5469a16b2364c4b944ebc1a79e51d1674ad47db26e8718154f59faebfaa52d8346f30aa58377117eb20d527f2cbc5c76381f7fd372e89df8239f87f2e02ed1';

test('CPace is as in the draft’s vectors for ristretto255 and SHA-512: both shares, and the key on both sides', () => {
  const here = cpace({ ...input, initiator: true, secret: first });
  const there = cpace({ ...input, initiator: false, secret: second });
  assert.equal(toHex(here.share), 'd40fb265a7abeaee7939d91a585fe59f7053f982c296ec413c624c669308f87a');
  assert.equal(toHex(there.share), '08bcf6e9777a9c313a3db6daa510f2d398403319c2341bd506a92e672eb7e307');
  assert.deepEqual([toHex(here.finish(there.share)), toHex(there.finish(here.share))], [KEY, KEY]);
});

test('another password, context, session or name gives another key, and a proof is good for one side alone', () => {
  const run = (more: Partial<CpaceInput> = {}) => cpace({ ...input, initiator: false, secret: second, ...more });
  const here = cpace({ ...input, initiator: true, secret: first });
  const keys = [
    run(),
    run({ password: utf8Encode('Passwore') }),
    run({ context: randomBytes(3) }),
    run({ session: randomBytes(32) }),
    run({ associated: { ...input.associated, responder: utf8Encode('ADc') } }),
  ].map((there) => toHex(there.finish(here.share)));
  assert.equal(new Set(keys).size, keys.length);
  const proofs = (['initiator', 'responder'] as const).map((side) =>
    toHex(cpaceProof(fromHex(KEY), side, randomBytes(1))),
  );
  assert.notEqual(proofs[0], proofs[1]);
});

test('a share that is no element, or the neutral one with which everybody would know the key, is refused', () => {
  const { finish } = cpace({ ...input, initiator: true, secret: first });
  for (const share of [new Uint8Array(32), new Uint8Array(32).fill(0xff), new Uint8Array(31)])
    assert.throws(() => finish(share), { code: 'link_broken' });
});
