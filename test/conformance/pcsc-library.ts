import koffi from 'koffi';
import { LIBRARIES } from '../../scripts/debian-packages.mjs';

const U = 'unsigned long';
const P = 'void *';

/** winscard.h, as far as it is called here. */
const FUNCTIONS = {
  SCardEstablishContext: [U, P, P, P],
  SCardReleaseContext: ['long'],
  SCardListReaders: ['long', P, P, P],
  SCardConnect: ['long', 'str', U, U, P, P],
  SCardReconnect: ['long', U, U, U, P],
  SCardDisconnect: ['long', U],
  SCardBeginTransaction: ['long'],
  SCardEndTransaction: ['long', U],
  SCardTransmit: ['long', P, P, U, P, P, P],
  SCardGetStatusChange: ['long', U, P, U],
  SCardCancel: ['long'],
  SCardGetAttrib: ['long', U, P, P],
} as const;

export const SCARD = {
  cancelled: 0x80100002,
  insufficientBuffer: 0x80100008,
  timeout: 0x8010000a,
  sharingViolation: 0x8010000b,
  unsupported: 0x8010001f,
  reset: 0x80100068,
  removed: 0x80100069,
  exclusive: 1,
  shared: 2,
  leave: 0,
  resetCard: 1,
  anyProtocol: 3,
  changed: 0x02,
  empty: 0x10,
  present: 0x20,
  forever: 0xffffffff,
} as const;

export const NEW_READERS = '\\\\?PnP?\\Notification';

type Callable = { async(...args: unknown[]): void };
let loaded: Record<keyof typeof FUNCTIONS, Callable> | undefined;

/** Calls a function of libpcsclite on a thread of its own. @returns its LONG */
export function scard(name: keyof typeof FUNCTIONS, ...args: readonly unknown[]): Promise<number> {
  loaded ??= load();
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  loaded[name].async(...args, (error: Error | null, result: number) => {
    if (error) reject(error);
    else resolve(args.length >= 0 ? result : 0); // the closure holds the buffers until then
  });
  return promise;
}

function load(): Record<keyof typeof FUNCTIONS, Callable> {
  const library = koffi.load(`${LIBRARIES}/libpcsclite.so.1`);
  const entries = Object.entries(FUNCTIONS).map(([name, parameters]) => [
    name,
    library.func(name, 'long', [...parameters]),
  ]);
  return Object.fromEntries(entries) as Record<keyof typeof FUNCTIONS, Callable>;
}

/** A place for one LONG or DWORD that a function fills. */
export const place = (value = 0): Buffer => {
  const octets = Buffer.alloc(8);
  octets.writeBigUInt64LE(BigInt(value));
  return octets;
};
export const valueOf = (octets: Buffer): number => Number(octets.readBigUInt64LE());

/** SCARD_READERSTATE of one reader. */
export interface ReaderState {
  readonly octets: Buffer;
  /** Held beside the structure, which has only its address. */
  readonly name: Buffer;
  event(): number;
}

/** @param current what the caller takes for the reader's state; 0 for "tell me" */
export function readerState(name: string, current = 0): ReaderState {
  const octets = Buffer.alloc(80);
  const text = Buffer.alloc(Buffer.byteLength(name) + 1);
  text.write(name);
  octets.writeBigUInt64LE(koffi.address(text), 0);
  octets.writeBigUInt64LE(BigInt(current), 16);
  return { octets, name: text, event: () => Number(octets.readBigUInt64LE(24)) };
}
