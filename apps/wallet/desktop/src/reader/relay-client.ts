import { fromRelayToReader, type FromReaderToRelay, type FromRelayToReader, helloText } from '@lanyard/contract';
import { type Bytes, concatBytes } from '@lanyard/pki';
import {
  type After,
  type Carrier,
  createInbox,
  type OpenSocket,
  relayUrl,
  type Socket,
  WalletError,
  within,
} from '@lanyard/wallet/core';

type Said<T extends FromRelayToReader['type']> = Extract<FromRelayToReader, { readonly type: T }>;

/** A way that a phone opens to this desktop. */
export interface PhoneCall extends Said<'call'> {
  readonly way: Carrier;
}
export type RelayNews = PhoneCall | Said<'word'> | Said<'pairing'> | Said<'refused'> | Said<'woken'>;

/** A reader's connection to the relay. */
export interface RelayClient {
  readonly welcome: Said<'welcome'>;
  /** What the relay says next; undefined once the connection has ended. */
  next(): Promise<RelayNews | undefined>;
  say(message: Extract<FromReaderToRelay, { readonly type: 'wait' | 'paired' | 'forget' | 'wake' }>): void;
  close(): void;
}

interface Identity {
  readonly serverUrl: string;
  readonly name: string;
  readonly relayKey: string;
  signHello(text: string): string;
}

const PREFIX = 4;
/** A relay that is one greets within this time, in milliseconds. */
const GREETING_MS = 30_000;

/**
 * Connects to the relay and proves who this reader is.
 * @throws WalletError `offline`, `desktop_not_reachable` when the relay refuses it
 */
export async function connectToRelay(openSocket: OpenSocket, reader: Identity, after: After): Promise<RelayClient> {
  const socket = await openSocket(relayUrl(reader.serverUrl, 'reader'));
  const limit = { after, milliseconds: GREETING_MS, way: socket, otherwise: new WalletError('offline') };
  try {
    return clientOver(socket, await within(limit, () => greeted(socket, reader)));
  } catch (error) {
    socket.close();
    throw error;
  }
}

async function greeted(socket: Socket, reader: Identity): Promise<Said<'welcome'>> {
  const { nonce } = wanted(await readText(socket), 'challenge');
  const signature = reader.signHello(helloText(reader.serverUrl, nonce));
  const hello: FromReaderToRelay = { type: 'hello', key: reader.relayKey, name: reader.name, signature };
  socket.send(JSON.stringify(hello));
  return wanted(await readText(socket), 'welcome');
}

function clientOver(socket: Socket, welcome: Said<'welcome'>): RelayClient {
  const news = createInbox<RelayNews>();
  const ways = new Map<number, ReturnType<typeof wayOver>>();
  const say = (message: FromReaderToRelay): void => socket.send(JSON.stringify(message));
  const take = (message: string | Bytes): void => {
    if (typeof message !== 'string') {
      const session = message.length < PREFIX ? 0 : new DataView(message.buffer, message.byteOffset).getUint32(0);
      ways.get(session)?.put(message.slice(PREFIX));
      return;
    }
    const said = parse(message);
    if (said.type === 'call') {
      const way = wayOver(socket, said.session, () => {
        if (ways.delete(said.session)) say({ type: 'close', session: said.session });
      });
      ways.set(said.session, way);
      news.put({ ...said, way: way.carrier });
    } else if (said.type === 'closed') {
      const gone = ways.get(said.session);
      ways.delete(said.session);
      gone?.end();
    } else if (said.type !== 'challenge' && said.type !== 'welcome') news.put(said);
  };
  const run = async (): Promise<void> => {
    for (let message = await socket.next(); message !== undefined; message = await socket.next()) take(message);
  };
  void run()
    // Whoever says what is no message is not our relay.
    .catch(() => socket.close())
    .finally(() => {
      for (const way of ways.values()) way.end();
      ways.clear();
      news.end();
    });
  return { welcome, next: news.next, say, close: () => socket.close() };
}

function wayOver(socket: Socket, session: number, closed: () => void) {
  const inbox = createInbox<Bytes>();
  const prefix = new Uint8Array(PREFIX);
  new DataView(prefix.buffer).setUint32(0, session);
  const carrier: Carrier = {
    receive: inbox.next,
    send: (message) => {
      if (inbox.ended) throw new WalletError('link_broken', { why: 'ended' });
      socket.send(concatBytes(prefix, message));
    },
    close: () => {
      inbox.end();
      try {
        closed();
      } catch (error) {
        // The connection went first.
        if (!(error instanceof WalletError)) throw error;
      }
    },
  };
  return { carrier, end: inbox.end, put: (message: Bytes) => inbox.put(message) || carrier.close() };
}

async function readText(socket: Socket): Promise<FromRelayToReader> {
  const message = await socket.next();
  if (typeof message !== 'string') throw new WalletError('offline');
  return parse(message);
}

const parse = (text: string): FromRelayToReader => fromRelayToReader.parse(JSON.parse(text));

function wanted<T extends 'challenge' | 'welcome'>(message: FromRelayToReader, type: T): Said<T> {
  if (message.type === 'refused') throw new WalletError('desktop_not_reachable', { code: message.code });
  if (message.type !== type) throw new WalletError('answer_unreadable', { came: message.type });
  // Narrowed by the line above, which the compiler does not follow through a type parameter.
  return message as Said<T>;
}
