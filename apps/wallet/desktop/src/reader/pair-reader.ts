import {
  PAIRING_MS,
  PAIRING_TRIES,
  isWalletError,
  openChannel,
  pairAtDesktop,
  WalletError,
} from '@lanyard/wallet/core';
import type { DeviceIo } from '../io.ts';
import type { ReaderHome } from './reader-home.ts';
import type { PhoneCall, RelayClient, RelayNews } from './relay-client.ts';
import { typedLines, type TypedLines } from './typed-lines.ts';

interface Pairing {
  readonly home: ReaderHome;
  readonly relay: RelayClient;
  readonly io: DeviceIo;
}

/**
 * Waits for a phone and pairs with it: 1. shows a word, by which the phone finds this desktop 2. asks for the code that the
 * phone shows, five times in two minutes 3. keeps the phone's key.
 * @throws WalletError `pairing_tries_spent`, `pairing_timed_out`, `desktop_busy`, `offline`
 */
export async function pairReader({ home, relay, io }: Pairing): Promise<void> {
  relay.say({ type: 'wait' });
  using lines = typedLines(io);
  let first: number | undefined;
  let tries = PAIRING_TRIES;
  for (let news = await relay.next(); news !== undefined; news = await relay.next()) {
    if (news.type === 'refused') throw new WalletError('desktop_not_reachable', { code: news.code });
    if (news.type === 'word') sayWord(io, news);
    if (!('way' in news)) continue;
    if (news.purpose !== 'pair') {
      news.way.close();
      continue;
    }
    first ??= io.clock();
    if (io.clock() - first > PAIRING_MS) throw new WalletError('pairing_timed_out');
    try {
      return await answer({ home, relay, io }, news, lines);
    } catch (error) {
      if (!isWalletError(error, 'pairing_code_wrong', 'pairing_cancelled', 'link_broken')) throw error;
      if (error.code === 'pairing_code_wrong' && --tries === 0) throw new WalletError('pairing_tries_spent');
      io.say(`${error.message} ${error.next}\n`);
    } finally {
      news.way.close();
    }
  }
  throw new WalletError('offline');
}

function sayWord({ out }: DeviceIo, { word, expiresIn }: Extract<RelayNews, { readonly type: 'word' }>): void {
  out(`On the phone choose "Add Bluetooth device" and type ${word.slice(0, 3)} ${word.slice(3)}\n`);
  out(`This desktop waits for ${Math.round(expiresIn / 60)} minutes.\n`);
}

async function answer({ home, relay, io }: Pairing, call: PhoneCall, lines: TypedLines): Promise<void> {
  const { way, deviceId, session } = call;
  const readerId = relay.welcome.readerId;
  const names = { purpose: 'pair', readerId, deviceId } as const;
  const { random } = io;
  const channel = await openChannel(way, { initiator: false, own: home.link, ...names, random });
  await pairAtDesktop(channel, {
    random,
    ask: (digits, phone) => lines.ask(`Pairing code of ${digits} digits that "${phone}" shows: `),
    register: () => register(relay, session),
    keep: (key, name) => home.keepPhone({ deviceId, name, key }),
  });
  io.out(`Paired with "${call.deviceName}". Now run "lanyard reader".\n`);
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
