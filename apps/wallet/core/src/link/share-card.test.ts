import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FromReaderToWallet, FromWalletToReader } from '@lanyard/contract';
import type { Bytes } from '@lanyard/pki';
import type { WalletCard } from '../card/wallet-card.ts';
import { createInbox } from './inbox.ts';
import { shareCard } from './share-card.ts';
import { eventually } from './testing/relay-double.ts';

const DONE = Uint8Array.of(0x90, 0x00);
const VERIFY = { type: 'command', call: 1, ins: 0x20, p1: 0, p2: 0x80, data: 'MTIz', le: null } as const;

function cardNamed(name: string, heard: string[], transmit: () => Promise<Bytes>): WalletCard {
  return {
    atr: Uint8Array.of(0x3b, 0x80),
    objects: new Map([[0x5fc102, new TextEncoder().encode(name)]]),
    transmit: async () => {
      heard.push(`${name} verify`);
      return transmit();
    },
    reset: () => void heard.push(`${name} reset`),
  };
}

function sharing(first: WalletCard) {
  const [said, answers] = [createInbox<FromReaderToWallet>(), [] as FromWalletToReader[]];
  let card = first;
  const talk = {
    hear: said.next,
    say: (message: FromWalletToReader) => void answers.push(message),
    expect: () => assert.fail(),
    close: () => said.end(),
  };
  const share = shareCard(talk, {
    card: async () => card,
    consent: async () => true,
    used: async () => undefined,
    failed: (error) => assert.fail(String(error)),
  });
  return { share, said, answers, become: (other: WalletCard) => void (card = other) };
}

test('a PIN that was being verified as the card became another opens nothing that stays open', async () => {
  const heard: string[] = [];
  const verified = Promise.withResolvers<Bytes>();
  const { share, said, answers, become } = sharing(cardNamed('old', heard, () => verified.promise));
  said.put(VERIFY);
  await eventually(() => heard.includes('old verify'));
  become(cardNamed('new', heard, async () => DONE));
  await share.refresh();
  assert.deepEqual(heard, ['old verify', 'old reset']);
  verified.resolve(DONE);
  await eventually(() => answers.some(({ type }) => type === 'answer'));
  assert.deepEqual(heard, ['old verify', 'old reset', 'old reset']);
  share.end('disconnected');
  await share.ended;
});

test('a way that breaks in the middle of a command takes back what the command opened', async () => {
  const heard: string[] = [];
  const verified = Promise.withResolvers<Bytes>();
  const { share, said } = sharing(cardNamed('phone', heard, () => verified.promise));
  said.put(VERIFY);
  await eventually(() => heard.includes('phone verify'));
  said.end();
  verified.resolve(DONE);
  assert.equal(await share.ended, 'lost');
  assert.deepEqual(heard, ['phone verify', 'phone reset']);
});
