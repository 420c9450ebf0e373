import type { Bytes } from '@lanyard/pki';
import { WalletError } from '../errors.ts';
import { createInbox } from './inbox.ts';

/** A WebSocket that has opened. Texts and octets come in the order in which they were sent. */
export interface Socket {
  /** @throws WalletError `link_broken` when it has closed */
  send(message: string | Bytes): void;
  /** The next message; undefined once it has closed. */
  next(): Promise<string | Bytes | undefined>;
  close(): void;
}

/** Opens a WebSocket. @throws WalletError `offline` */
export type OpenSocket = (url: string) => Promise<Socket>;

/** What the browser's WebSocket and that of the package `ws` have in common. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(data: string | Bytes): void;
  close(): void;
  addEventListener(type: 'open' | 'close' | 'error', hear: () => void): void;
  addEventListener(type: 'message', hear: (event: { readonly data: unknown }) => void): void;
}

const OPEN = 1;
const MOST_WAITING = 256;
/** Octets that the network has not taken yet. */
const MOST_BUFFERED = 4 << 20;

export function socketOver(webSocket: WebSocketLike): Promise<Socket> {
  const inbox = createInbox<string | Bytes>(MOST_WAITING);
  webSocket.binaryType = 'arraybuffer';
  webSocket.addEventListener('message', ({ data }) => {
    const taken = inbox.put(typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer));
    if (!taken) webSocket.close();
  });
  const socket: Socket = {
    next: inbox.next,
    close: () => {
      // At once, not when the other side has agreed: it may be gone without a word, and whoever listens here waits.
      inbox.end();
      webSocket.close();
    },
    send: (message) => {
      if (webSocket.readyState !== OPEN || webSocket.bufferedAmount > MOST_BUFFERED)
        throw new WalletError('link_broken', { why: 'ended' });
      webSocket.send(message);
    },
  };
  return new Promise((resolve, reject) => {
    webSocket.addEventListener('open', () => resolve(socket));
    // An error is followed by its close, and says nothing by itself.
    webSocket.addEventListener('error', () => undefined);
    webSocket.addEventListener('close', () => {
      inbox.end();
      reject(new WalletError('offline'));
    });
  });
}

/** The browser's own. */
export const webSocket: OpenSocket = (url) => socketOver(new WebSocket(url));

/** `https://wallet.example` → `wss://wallet.example/relay/wallet` */
export const relayUrl = (serverUrl: string, side: 'wallet' | 'reader'): string =>
  `${serverUrl.replace(/^http/, 'ws')}/relay/${side}`;
