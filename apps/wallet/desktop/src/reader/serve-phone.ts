import { setTimeout as pause } from 'node:timers/promises';
import { type ErrorCode, errorCatalogue } from '@lanyard/contract';
import {
  afterHere,
  desktopCard,
  type DesktopCard,
  isWalletError,
  LanyardWalletError,
  type OpenSocket,
} from '@lanyard/wallet/core';
import { whyUnreachable } from '../explain.ts';
import type { DeviceIo } from '../io.ts';
import { attachPhone } from './attach-phone.ts';
import type { Peripheral } from './bluetooth/peripheral.ts';
import { serveNearby } from './bluetooth/serve-nearby.ts';
import type { PairedPhone, ReaderHome } from './reader-home.ts';
import { connectToRelay, type PhoneCall, type RelayClient } from './relay-client.ts';
import type { CardPlace } from './vpcd-place.ts';

interface Serving {
  readonly home: ReaderHome;
  readonly phone: PairedPhone;
  readonly slot: CardPlace;
  readonly io: DeviceIo;
  readonly openSocket: OpenSocket;
  /** Shows this desktop to phones near by, where that is wanted. */
  readonly openBluetooth?: (() => Promise<Peripheral>) | undefined;
  /** Told once, when programs can come: the card comes with the phone. */
  readonly started: () => void;
}

/** A holder has so long to compare the number, and the phone to say so. */
const CONFIRM_MS = 90_000;
/** Between two tries to reach the relay. */
const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000] as const;

/**
 * Has the paired phone's card in the reader from the phone's connecting on, until the phone takes it out, or it is ended
 * or the phone forgotten. A phone that sleeps is woken when a program needs it.
 * @returns why
 */
export async function servePhone(serving: Serving): Promise<'ended' | 'forgotten'> {
  const { io, slot, openBluetooth, started } = serving;
  let relay: RelayClient | undefined;
  const card = desktopCard({
    after: io.after ?? afterHere,
    wake: () => {
      if (relay !== undefined) askToWake(relay);
    },
    clock: io.clock,
    random: io.random,
    insert: (inserted) => {
      slot.insert(inserted);
      io.say('The card is in the reader.\n');
    },
    remove: () => {
      slot.remove();
      io.say('The card has left the reader.\n');
    },
  });
  const stop = new AbortController();
  io.signal?.addEventListener('abort', () => stop.abort(), { once: true });
  if (io.signal?.aborted === true) stop.abort();
  const { signal } = stop;
  const peripheral = await openBluetooth?.();
  started();
  const ways = [serveRelay(serving, card, signal, (now) => (relay = now))];
  if (openBluetooth !== undefined && peripheral !== undefined)
    ways.push(serveNearby({ ...serving, open: openBluetooth }, card, peripheral, signal));
  try {
    // Where one is told that the phone was forgotten, or fails, the other ends too.
    const ended = await Promise.allSettled(ways.map((way) => way.finally(() => stop.abort())));
    for (const way of ended) if (way.status === 'rejected') throw way.reason;
    return ended.some((way) => way.status === 'fulfilled' && way.value === 'forgotten') ? 'forgotten' : 'ended';
  } finally {
    card.end('stopped');
  }
}

async function serveRelay(
  serving: Serving,
  card: DesktopCard,
  signal: AbortSignal,
  present: (relay: RelayClient | undefined) => void,
): Promise<'ended' | 'forgotten'> {
  const { io, phone } = serving;
  let failures = 0;
  while (!signal.aborted) {
    const relay = await unlessEnded(signal, reach(serving, failures, signal));
    if (relay === undefined) failures += 1;
    else {
      failures = 0;
      present(relay);
      io.say(`Waiting for "${phone.name}".\n`);
      if ((await serveOver(relay, serving, card, signal)) === 'forgotten') return 'forgotten';
      present(undefined);
    }
    if (!signal.aborted)
      await pause(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)], undefined, { signal }).catch(() => undefined);
  }
  return 'ended';
}

/** Undefined at once when it is ended. Nothing stays with the signal, which outlives many tries. */
async function unlessEnded<T>(signal: AbortSignal, work: Promise<T>): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const end = (): void => resolve(undefined);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

async function reach(
  { openSocket, home, io }: Serving,
  failures: number,
  signal: AbortSignal,
): Promise<RelayClient | undefined> {
  try {
    const relay = await connectToRelay(openSocket, home, io.after ?? afterHere);
    // Nobody waits for it any more.
    if (signal.aborted) relay.close();
    return relay;
  } catch (error) {
    if (!isWalletError(error, 'offline', 'desktop_not_reachable')) throw error;
    if (failures === 0) io.say(`${error.message}${whyUnreachable(error)} Trying again.\n`);
    return undefined;
  }
}

async function serveOver(
  relay: RelayClient,
  serving: Serving,
  card: DesktopCard,
  signal: AbortSignal,
): Promise<'forgotten' | 'lost'> {
  const { phone, home, io } = serving;
  const isForgotten = (pairing: { readonly deviceId: string } | null): boolean => pairing?.deviceId !== phone.deviceId;
  const forget = async (): Promise<'forgotten'> => {
    await home.keepPhone(undefined);
    relay.close();
    return 'forgotten';
  };
  if (isForgotten(relay.welcome.pairing)) return forget();
  const close = (): void => {
    // The phone hears that the reader stops, before the connection goes.
    card.end('stopped');
    relay.close();
  };
  signal.addEventListener('abort', close, { once: true });
  if (signal.aborted) close();
  // A program may have begun to wait while the relay was out of reach.
  if (card.wanted) askToWake(relay);
  try {
    for (let news = await relay.next(); news !== undefined; news = await relay.next()) {
      if (news.type === 'pairing' && isForgotten(news.pairing)) return await forget();
      if (news.type === 'woken') sayWoken(serving, card, news.code);
      if ('way' in news) receive(relay, serving, card, news).catch((error: unknown) => sayFailure(io, error));
    }
    return 'lost';
  } finally {
    signal.removeEventListener('abort', close);
    // A connection left open would keep the process alive after a fault.
    relay.close();
  }
}

async function receive(relay: RelayClient, serving: Serving, card: DesktopCard, call: PhoneCall): Promise<void> {
  const { phone, io } = serving;
  const { way, purpose, deviceId } = call;
  if (purpose !== 'connect' || deviceId !== phone.deviceId) return way.close();
  const show = (number: string): void => io.say(`"${phone.name}" connects. Its number must be ${number}.\n`);
  const how = await attachPhone(serving, card, { way, milliseconds: CONFIRM_MS, show });
  if (how === 'forgotten') relay.say({ type: 'forget' });
}

function askToWake(relay: RelayClient): void {
  try {
    relay.say({ type: 'wake' });
  } catch (error) {
    // Its connection has just gone: it is asked again over the next.
    if (!(error instanceof LanyardWalletError)) throw error;
  }
}

/** Whatever hinders it, its holder may open the wallet by hand while the program waits. */
function sayWoken({ io, phone, openBluetooth }: Serving, card: DesktopCard, code: ErrorCode | null): void {
  if (code === null) return io.say(`"${phone.name}" sleeps, and was asked to wake.\n`);
  const { title, next } = errorCatalogue[code];
  io.say(`${title} ${next}\n`);
  // Nor does it come that way by hand.
  if (code === 'relay_forbidden' && openBluetooth === undefined) card.end('stopped');
}

function sayFailure(io: DeviceIo, error: unknown): void {
  const text = error instanceof LanyardWalletError ? `${error.message} ${error.next}` : String(error);
  io.say(`${text}\n`);
}
