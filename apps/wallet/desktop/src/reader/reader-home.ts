import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { consentText, type PairingConsent } from '@lanyard/contract';
import type { Bytes } from '@lanyard/pki';
import { viewOf } from '@lanyard/pki';
import { makeNoiseKeys, noiseKeys, type RandomBytes, shortName, type Storage } from '@lanyard/wallet/core';
import { authorityIn, type DeviceArguments, usage } from '../arguments.ts';
import { damaged, fileStorage, readOptional } from '../file-storage.ts';
import { type HomeLock, lockHome } from '../home-lock.ts';

/** The phone that this desktop is paired with. */
export interface PairedPhone {
  readonly deviceId: string;
  readonly name: string;
  /** The key by which it is known again. */
  readonly key: Bytes;
}

interface Kept {
  readonly serverUrl: string;
  readonly ca?: string;
  readonly name: string;
  /** Ed25519, PKCS #8: proves this reader to the relay. */
  readonly relayKey: Bytes;
  /** X25519: towards the phone. */
  readonly linkKey: Bytes;
}

/** What a reader is, from one run to the next. It holds no key of any certificate. */
export interface ReaderHome extends AsyncDisposable {
  readonly serverUrl: string;
  readonly ca: string | undefined;
  readonly name: string;
  readonly link: ReturnType<typeof noiseKeys>;
  /** Ed25519, base64url. */
  readonly relayKey: string;
  /** SHA-256 of that key, base64url: by which servers and phones name this reader. */
  readonly readerId: string;
  signHello(text: string): string;
  /** This reader's word to its server that it is the phone's. */
  consent(deviceId: string, at: Date): PairingConsent;
  phone(): Promise<PairedPhone | undefined>;
  keepPhone(phone: PairedPhone | undefined): Promise<void>;
}

/** X25519 (RFC 7748 §5). */
const LINK_KEY_OCTETS = 32;
const END_IT =
  'End it first: Ctrl-C where it runs, or "systemctl --user stop lanyard-reader" if it starts with the session.';

/** Whether there is a phone to serve; makes nothing and takes no lock. */
export const hasPhone = async (folder: string): Promise<boolean> =>
  (await readOptional(join(folder, 'state', 'phone.json'))) !== undefined;

/**
 * Opens a reader's home, or makes it where a server is named.
 * @throws DeviceCommandError `usage` when there is none, `home_busy`
 */
export async function openReaderHome(args: DeviceArguments, random: RandomBytes): Promise<ReaderHome> {
  await mkdir(args.readerHome, { recursive: true, mode: 0o700 });
  const lock = await lockHome(args.readerHome, END_IT);
  try {
    const folder = join(args.readerHome, 'state');
    const files = readerFiles(await fileStorage(folder), folder);
    return homeOver(await keptOf(args, files, random), files, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** The two files of a reader, as they were written or not at all. */
interface ReaderFiles {
  readonly storage: Storage;
  /** @throws DeviceCommandError `home_damaged` */
  kept(): Promise<Kept | undefined>;
  /** @throws DeviceCommandError `home_damaged` */
  phone(): Promise<PairedPhone | undefined>;
}

function readerFiles(storage: Storage, folder: string): ReaderFiles {
  /** Whoever edits a file by hand is told that it is damaged, before it costs the pairing. */
  const checked = async <T>(key: string, isWhole: (value: T) => boolean): Promise<T | undefined> => {
    const value = await storage.get<T | null>(key);
    if (value === undefined) return undefined;
    if (value === null || !isWhole(value)) throw damaged(join(folder, `${key}.json`));
    return value;
  };
  return {
    storage,
    kept: () =>
      checked<Kept>(
        'reader',
        ({ serverUrl, ca, name, relayKey, linkKey }) =>
          areTexts(serverUrl, name, ca ?? '') &&
          URL.canParse(serverUrl) &&
          isSigningKey(relayKey) &&
          isLinkKey(linkKey),
      ),
    phone: () => checked<PairedPhone>('phone', ({ deviceId, name, key }) => areTexts(deviceId, name) && isLinkKey(key)),
  };
}

const areTexts = (...values: readonly unknown[]): boolean => values.every((value) => typeof value === 'string');
const isLinkKey = (value: unknown): boolean => value instanceof Uint8Array && value.length === LINK_KEY_OCTETS;

function isSigningKey(value: unknown): boolean {
  try {
    return value instanceof Uint8Array && signingKey(value).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

const signingKey = (octets: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.from(octets), format: 'der', type: 'pkcs8' });

async function keptOf(args: DeviceArguments, files: ReaderFiles, random: RandomBytes): Promise<Kept> {
  const { storage } = files;
  const kept = await files.kept();
  const { server } = args;
  const name = args.name === undefined ? undefined : shortName(args.name);
  if (kept !== undefined && (server === undefined || server === kept.serverUrl)) {
    if (name === undefined || name === kept.name) return kept;
    const renamed = { ...kept, name };
    await storage.put('reader', renamed);
    return renamed;
  }
  if (server === undefined)
    throw usage('This reader belongs to no server yet: run "lanyard reader pair --server URL".');
  if ((await files.phone()) !== undefined)
    throw usage(`This reader is paired at ${kept?.serverUrl ?? 'another server'}; run "lanyard reader forget" first.`);
  const made: Kept = {
    serverUrl: server,
    ...(args.ca === undefined ? {} : { ca: await authorityIn(args.ca) }),
    name: name ?? shortName(hostname()),
    relayKey: viewOf(generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' })),
    linkKey: makeNoiseKeys(random).privateKey,
  };
  await storage.put('reader', made);
  return made;
}

function homeOver({ relayKey, linkKey, serverUrl, ca, name }: Kept, files: ReaderFiles, lock: HomeLock): ReaderHome {
  const { storage } = files;
  const key = signingKey(relayKey);
  const publicKey = createPublicKey(key).export({ format: 'jwk' }).x ?? '';
  const signed = (text: string): string => sign(null, Buffer.from(text), key).toString('base64url');
  return {
    serverUrl,
    ca,
    name,
    link: noiseKeys(linkKey),
    relayKey: publicKey,
    readerId: createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('base64url'),
    signHello: signed,
    consent: (deviceId, now) => {
      const at = now.toISOString();
      return { key: publicKey, name, at, signature: signed(consentText(serverUrl, deviceId, { name, at })) };
    },
    phone: files.phone,
    keepPhone: (phone) => (phone === undefined ? storage.delete('phone') : storage.put('phone', phone)),
    [Symbol.asyncDispose]: () => lock.release(),
  };
}
