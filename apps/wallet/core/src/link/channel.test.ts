import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex, utf8Decode, utf8Encode } from '@lanyard/pki';
import { randomBytes } from '../testing/bench.ts';
import { type ChannelOptions, LONGEST_MESSAGE, openChannel, PADDING, REKEY_EVERY } from './channel.ts';
import { makeNoiseKeys } from './noise.ts';
import { agreeOnNonces, connectionNumber } from './short-code.ts';
import { type Between, carrierPair } from './testing/carrier-pair.ts';

const names = { purpose: 'connect', readerId: 'reader', deviceId: 'device', random: randomBytes } as const;

async function opened(between?: Between, reader: Partial<ChannelOptions> = {}, wallet: Partial<ChannelOptions> = {}) {
  const keys = { wallet: makeNoiseKeys(randomBytes), reader: makeNoiseKeys(randomBytes) };
  const [left, right] = carrierPair(between);
  const both = await Promise.all([
    openChannel(left, { ...names, initiator: true, own: keys.wallet, ...wallet }),
    openChannel(right, { ...names, initiator: false, own: keys.reader, ...reader }),
  ]);
  return { keys, wallet: both[0], reader: both[1] };
}

const broken = { code: 'link_broken' };

test('what one side sends the other receives, with the key that it has, and across many changes of the key', async () => {
  const { keys, wallet, reader } = await opened();
  assert.deepEqual([wallet.remote, reader.remote], [keys.reader.publicKey, keys.wallet.publicKey]);
  for (let i = 0; i < 2 * REKEY_EVERY + 3; i++) {
    wallet.send(utf8Encode(`message ${i}`));
    assert.equal(utf8Decode((await reader.receive()) ?? assert.fail()), `message ${i}`);
  }
  reader.send(new Uint8Array(LONGEST_MESSAGE));
  assert.equal((await wallet.receive())?.length, LONGEST_MESSAGE);
  assert.throws(() => wallet.send(new Uint8Array(LONGEST_MESSAGE + 1)), RangeError);
  reader.close();
  assert.equal(await wallet.receive(), undefined);
  assert.throws(() => wallet.send(new Uint8Array(1)), broken);
});

test('whoever carries the messages sees neither what they say nor how long they are', async () => {
  const seen: string[] = [];
  const lengths = new Set<number>();
  const { wallet, reader } = await opened((message) => {
    seen.push(toHex(message));
    return message;
  });
  const before = seen.length;
  for (const text of ['407193', 'PIN', 'x'.repeat(200)]) {
    wallet.send(utf8Encode(text));
    await reader.receive();
  }
  for (const message of seen.slice(before)) lengths.add(message.length / 2);
  assert.deepEqual([...lengths], [PADDING + 16]);
  assert.ok(!seen.join(' ').includes(toHex(utf8Encode('407193'))));
});

test('a message that was changed, repeated or swallowed on the way ends the channel', async () => {
  for (const meddle of ['change', 'repeat', 'swallow'] as const) {
    let sealed = 0;
    let last: Uint8Array<ArrayBuffer> | undefined;
    const { wallet, reader } = await opened((message, toReader) => {
      if (!toReader || message.length < PADDING) return message;
      sealed += 1;
      const before = last;
      last = message.slice();
      if (sealed !== 2) return message;
      if (meddle === 'swallow') return undefined;
      if (meddle === 'repeat') return before;
      message[9] = (message[9] ?? 0) ^ 1;
      return message;
    });
    for (const text of ['one', 'two', 'three']) wallet.send(utf8Encode(text));
    assert.equal(utf8Decode((await reader.receive()) ?? assert.fail()), 'one');
    await assert.rejects(reader.receive(), broken, meddle);
    assert.equal(await wallet.receive(), undefined, 'the other side hears of the end');
  }
});

test('a meeting for another purpose, desktop or phone does not come about', async () => {
  for (const other of [{ purpose: 'pair' }, { readerId: 'other' }, { deviceId: 'other' }] as const)
    await assert.rejects(opened(undefined, other), broken);
});

test('a desktop whose key is another than the pinned one is named so, and is not shown the key of the phone', async () => {
  const messages: number[] = [];
  const pinned = { key: makeNoiseKeys(randomBytes).publicKey, otherwise: 'desktop_key_changed' } as const;
  const opening = opened((message, toReader) => (messages.push(toReader ? 1 : 2), message), {}, { pinned });
  await assert.rejects(opening, { code: 'desktop_key_changed' });
  assert.deepEqual(messages, [1, 2], 'the third message, which has the phone’s key, was never sent');
});

test('a phone whose key is another than the pinned one is named so', async () => {
  const pinned = { key: makeNoiseKeys(randomBytes).publicKey, otherwise: 'phone_key_changed' } as const;
  await assert.rejects(opened(undefined, { pinned }), { code: 'phone_key_changed' });
});

const codes = async (between?: Between) => {
  const { wallet, reader } = await opened(between);
  const [here, there] = await Promise.all([agreeOnNonces(wallet, randomBytes), agreeOnNonces(reader, randomBytes)]);
  return [here, there] as const;
};

test('both sides show the same number, and have another secret at every meeting', async () => {
  const seen = new Set<string>();
  for (let i = 0; i < 5; i++) {
    const [here, there] = await codes();
    assert.equal(connectionNumber(here), connectionNumber(there));
    assert.match(connectionNumber(here), /^\d{2}$/);
    seen.add(toHex(here));
  }
  assert.equal(seen.size, 5);
});

test('somebody with a channel to each side, who passes everything on, gets two different codes', async () => {
  const { wallet, reader: towardsWallet } = await opened();
  const { wallet: towardsReader, reader } = await opened();
  const pass = async (from: typeof wallet, to: typeof wallet): Promise<void> => {
    for (let i = 0; i < 2; i++) to.send((await from.receive()) ?? assert.fail());
  };
  const agreeing = Promise.allSettled([agreeOnNonces(wallet, randomBytes), agreeOnNonces(reader, randomBytes)]);
  await Promise.all([pass(towardsWallet, towardsReader), pass(towardsReader, towardsWallet)]);
  for (const { status } of await agreeing)
    assert.equal(status, 'rejected', 'a commitment holds in its own channel only');
});

test('a nonce other than the one committed to ends the meeting', async () => {
  const { wallet, reader } = await opened();
  const agreeing = agreeOnNonces(wallet, randomBytes);
  reader.send(randomBytes(32));
  await reader.receive();
  reader.send(randomBytes(32));
  await assert.rejects(agreeing, broken);
});
