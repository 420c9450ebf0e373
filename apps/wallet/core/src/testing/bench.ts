import type { Bytes } from '@lanyard/pki';
import type { SystemPort } from '../configurations/outcome.ts';
import type { KeyStore, Storage } from '../ports.ts';
import { memoryStorage } from '../memory-storage.ts';
import type { ServerDouble } from './server-double.ts';
import { createServerDouble } from './server-double.ts';
import { createWallet, type Wallet } from '../wallet.ts';
import { webKeyStore } from '../web-key-store.ts';

/** A wallet for unit tests: a clock that stands still, few PBKDF2 rounds, a server in memory. */
export interface Bench {
  readonly server: ServerDouble;
  readonly storage: Storage;
  wallet: Wallet;
  readonly time: { now: number };
  /** As after closing the wallet: only what was kept is left. */
  restart(storage?: Storage): Promise<Wallet>;
}

export const PASSCODE = { secret: 'harbour lamp 7', repeated: 'harbour lamp 7' };
export const PIN = { secret: '407193', repeated: '407193' };
export const REQUEST = '0b0e7a62-51a4-4a6c-9b5e-2b2f9d6b3a10';

const facts = { name: 'Phone', platform: 'ios', osVersion: '18.1', model: 'Test', walletVersion: '0.1.0' } as const;

export async function createBench(system?: SystemPort): Promise<Bench> {
  const time = { now: Date.parse('2026-11-22T12:00:00Z') };
  const server = await createServerDouble(() => time.now);
  const storage = memoryStorage();
  const open = (over: Storage): Promise<Wallet> =>
    createWallet(
      {
        storage: over,
        keys: keysOf(over),
        http: server.http,
        clock: () => time.now,
        random: randomBytes,
        ...(system === undefined ? {} : { system }),
      },
      { serverUrl: 'https://wallet.test', facts, iterations: 10 },
    );
  const bench: Bench = {
    server,
    storage,
    time,
    wallet: await open(storage),
    restart: async (over = storage) => (bench.wallet = await open(over)),
  };
  server.addRequest(REQUEST, 'PASSW0RD');
  return bench;
}

const keysOf = (storage: Storage): KeyStore => webKeyStore(storage);

export const randomBytes = (count: number): Bytes => crypto.getRandomValues(new Uint8Array(count));

export async function registered(system?: SystemPort): Promise<Bench> {
  const bench = await createBench(system);
  await bench.wallet.register({ userName: 'alice', registrationPin: 'abcd-1234' });
  await bench.wallet.checkIn();
  return bench;
}

export async function activated(): Promise<Bench> {
  const bench = await registered();
  await bench.wallet.createPasscode(PASSCODE);
  await bench.wallet.startActivation({ requestId: REQUEST, password: 'passw0rd' });
  await bench.wallet.setPin(PIN);
  return bench;
}
