import { WalletError } from '@lanyard/wallet/core';
import type { DeviceIo } from '../io.ts';
import type { PairingCall } from './pair-reader.ts';
import type { RelayClient, RelayNews } from './relay-client.ts';

/**
 * Phones that come to pair over the relay: this desktop waits under a word, which it shows.
 * @returns the next one; it throws WalletError `desktop_not_reachable` when the relay refuses, `offline` when it goes
 */
export function relayCalls(relay: RelayClient, io: DeviceIo): () => Promise<PairingCall | undefined> {
  relay.say({ type: 'wait' });
  return async () => {
    for (let news = await relay.next(); news !== undefined; news = await relay.next()) {
      if (news.type === 'refused') throw new WalletError('desktop_not_reachable', { code: news.code });
      if (news.type === 'word') sayWord(io, news);
      if (!('way' in news)) continue;
      const { way, purpose, deviceId, session } = news;
      if (purpose === 'pair') return { way, deviceId, register: () => register(relay, session) };
      way.close();
    }
    if (io.signal?.aborted === true) return undefined;
    throw new WalletError('offline');
  };
}

function sayWord({ out }: DeviceIo, { word, expiresIn }: Extract<RelayNews, { readonly type: 'word' }>): void {
  out(`On the phone choose "Add Bluetooth device" and type ${word.slice(0, 3)} ${word.slice(3)}\n`);
  out(`This desktop waits for ${Math.round(expiresIn / 60)} minutes.\n`);
}

async function register(relay: RelayClient, session: number): Promise<void> {
  relay.say({ type: 'paired', session });
  for (let news = await relay.next(); news !== undefined; news = await relay.next()) {
    if (news.type === 'pairing') return;
    if (news.type === 'refused') throw new WalletError('desktop_busy', { code: news.code });
    if ('way' in news) news.way.close();
  }
  throw new WalletError('offline');
}
