import { mkdir, readdir } from 'node:fs/promises';
import { hostname, release } from 'node:os';
import { join } from 'node:path';
import { createWallet, type DeviceFacts, shortName, type Storage, type Wallet } from '@lanyard/wallet/core';
import { authorityIn, usage, type DeviceArguments } from './arguments.ts';
import { DeviceCommandError } from './device-error.ts';
import { fileKeyStore } from './file-key-store.ts';
import { fileStorage, readOptional } from './file-storage.ts';
import { lockHome } from './home-lock.ts';
import type { DeviceIo } from './io.ts';
import { nodeHttp } from './node-http.ts';
import { nodeSocket } from './node-socket.ts';
import { nodeKeyOperations } from './reader/key-operations.ts';

export const WALLET_VERSION = '0.1.0';

/** Which server a home belongs to, and how it is trusted. */
interface HomeSettings {
  readonly serverUrl: string;
  readonly ca?: string;
}

export interface OpenDevice extends AsyncDisposable {
  readonly wallet: Wallet;
}

/** Opens a home for one command: takes its lock, reads its settings, puts the wallet together. */
export async function openDevice(args: DeviceArguments, io: DeviceIo): Promise<OpenDevice> {
  await makeHome(args.home);
  const lock = await lockHome(args.home);
  try {
    const storage = await fileStorage(join(args.home, 'state'));
    const { serverUrl, ca } = await settingsOf(args, storage);
    const ports = {
      storage,
      keys: fileKeyStore(args.home),
      http: io.http ?? nodeHttp(ca),
      openSocket: io.openSocket ?? nodeSocket(ca),
      operations: nodeKeyOperations,
      ...(io.push === undefined ? {} : { push: io.push }),
      failed: (error: unknown) =>
        io.say(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
      clock: io.clock,
      random: io.random,
    };
    const iterations = io.iterations === undefined ? {} : { iterations: io.iterations };
    const wallet = await createWallet(ports, { serverUrl, facts: factsOf(args), ...iterations });
    return { wallet, [Symbol.asyncDispose]: () => lock.release() };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Whether a wallet was begun there; makes nothing. */
export const isDeviceHome = async (home: string): Promise<boolean> =>
  (await readOptional(join(home, 'state', 'home.json'))) !== undefined;

const OURS = new Set(['state', 'lock', 'device-keys.json']);

async function makeHome(home: string): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const foreign = (await readdir(home)).find((name) => !OURS.has(name) && !name.endsWith('.new'));
  if (foreign === undefined) return;
  throw new DeviceCommandError(
    'home_not_ours',
    `${home} holds "${foreign}", which is not a wallet's.`,
    'Name an empty folder with --home.',
  );
}

async function settingsOf(args: DeviceArguments, storage: Storage): Promise<HomeSettings> {
  const kept = await storage.get<HomeSettings>('home');
  if (args.server === undefined) {
    if (kept === undefined)
      throw usage('This device is not registered: run "lanyard device register --server URL --user NAME".');
    return kept;
  }
  if (kept !== undefined && kept.serverUrl !== args.server && (await storage.get('registration')) !== undefined) {
    throw usage(`This home is registered at ${kept.serverUrl}; unregister it first, or use another --home.`);
  }
  const settings = {
    serverUrl: args.server,
    ...(args.ca === undefined ? {} : { ca: await authorityIn(args.ca) }),
  };
  await storage.put('home', settings);
  return settings;
}

function factsOf(args: DeviceArguments): DeviceFacts {
  const platform = args.platform ?? 'desktop';
  return {
    name: args.name ?? shortName(`${hostname()} (lanyard)`),
    platform,
    osVersion: args.osVersion ?? OS_VERSION[platform] ?? osVersionHere(),
    model: 'Headless device',
    walletVersion: WALLET_VERSION,
  };
}

/** What a simulated phone says of itself unless told otherwise. */
const OS_VERSION: Readonly<Partial<Record<DeviceFacts['platform'], string>>> = { ios: '18.1', android: '15' };

const osVersionHere = (): string => /^[\d.]+\d/.exec(release())?.[0]?.slice(0, 20) ?? '0';
