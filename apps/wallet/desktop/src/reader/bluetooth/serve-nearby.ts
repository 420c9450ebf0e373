import { type After, afterHere, type DesktopCard, LanyardWalletError } from '@lanyard/wallet/core';
import type { DeviceIo } from '../../io.ts';
import { attachPhone } from '../attach-phone.ts';
import type { PairedPhone, ReaderHome } from '../reader-home.ts';
import { BluetoothError } from './bluetooth-error.ts';
import { greet } from './nearby-calls.ts';
import type { Peripheral, PhoneNear } from './peripheral.ts';

interface Serving {
  readonly home: ReaderHome;
  readonly phone: PairedPhone;
  readonly io: DeviceIo;
  readonly open: () => Promise<Peripheral>;
}

/** Between two tries to be seen again. */
const RETRY_MS = 5_000;
/** A phone that does not prove who it is by then makes room for the one that is meant. */
const HANDSHAKE_MS = 30_000;

/**
 * Has the paired phone's card in the reader whenever the phone is connected over Bluetooth.
 * @param first as it was opened when the reader began
 * @returns when the phone forgot this desktop, or the signal came
 */
export async function serveNearby(
  serving: Serving,
  card: DesktopCard,
  first: Peripheral,
  signal: AbortSignal,
): Promise<'ended' | 'forgotten'> {
  let peripheral: Peripheral | undefined = first;
  while (!signal.aborted) {
    if (peripheral !== undefined) {
      if ((await serveOver(peripheral, serving, card, signal)) === 'forgotten') return 'forgotten';
      if (!signal.aborted) serving.io.say('Bluetooth has gone. Waiting for it.\n');
    }
    await pause(serving.io.after ?? afterHere, RETRY_MS, signal);
    peripheral = signal.aborted ? undefined : await again(serving.open);
    if (peripheral !== undefined) serving.io.say('Bluetooth is back.\n');
  }
  await peripheral?.close();
  return 'ended';
}

function pause(after: After, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const takeBack = after(milliseconds, resolve);
    signal.addEventListener('abort', () => (takeBack(), resolve()), { once: true });
  });
}

async function again(open: Serving['open']): Promise<Peripheral | undefined> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof BluetoothError)) throw error;
    return undefined;
  }
}

async function serveOver(
  peripheral: Peripheral,
  serving: Serving,
  card: DesktopCard,
  signal: AbortSignal,
): Promise<'forgotten' | 'over'> {
  const closing = (): void => {
    // The phone hears that the reader stops, before the connection goes.
    card.end('stopped');
    void peripheral.close();
  };
  signal.addEventListener('abort', closing, { once: true });
  try {
    for (let near = await peripheral.next(); near !== undefined; near = await peripheral.next())
      if ((await serveOne(near, serving, card)) === 'forgotten') {
        await serving.home.keepPhone(undefined);
        return 'forgotten';
      }
    return 'over';
  } finally {
    signal.removeEventListener('abort', closing);
    await peripheral.close();
  }
}

async function serveOne(near: PhoneNear, serving: Serving, card: DesktopCard): Promise<string | undefined> {
  const { home, io } = serving;
  const after = io.after ?? afterHere;
  const met = await greet(near, { home, after, purpose: 'connect', otherwise: 'busy' });
  if (met === undefined) return undefined;
  try {
    // Who is near need not compare numbers.
    return await attachPhone(serving, card, { way: met.way, milliseconds: HANDSHAKE_MS, show: () => undefined });
  } catch (error) {
    if (!(error instanceof LanyardWalletError)) throw error;
    io.say(`${error.message} ${error.next}\n`);
    return undefined;
  }
}
