import { createHash, createPublicKey, verify } from 'node:crypto';
import { fromReaderToRelay, type FromReaderToRelay, type FromRelayToReader, helloText } from '@lanyard/contract';
import { type Bytes, concatBytes, viewOf } from '@lanyard/pki';
import { type Carrier, createInbox, type OpenSocket, WalletError } from '@lanyard/wallet/core';

type Pairing = { deviceId: string; deviceName: string } | null;
type Out = ReturnType<typeof createInbox<string | Bytes>>;

const NONCE = 'bm9uY2U';

/** The relay as a reader meets it, in memory; a test is the phone. */
export interface RelayForReader {
  readonly openSocket: OpenSocket;
  readonly serverUrl: string;
  pairing: Pairing;
  /** The desktop is another phone's, as far as the server knows. */
  taken: boolean;
  /** How often the reader connected. */
  connections(): number;
  readerId(): string;
  /** Resolves when the reader is there again, after it was cut. */
  arrived(): Promise<void>;
  /** Opens a way to the reader. */
  call(purpose: 'pair' | 'connect', from: NonNullable<Pairing>): Carrier;
  tell(message: FromRelayToReader): void;
  /** Cuts the reader's connection. */
  cut(): void;
}

export function relayForReader(): RelayForReader {
  const ways = new Map<number, ReturnType<typeof createInbox<Bytes>>>();
  let out: Out | undefined;
  let id = '';
  let connections = 0;
  let sessions = 0;
  let arrival = Promise.withResolvers<void>();
  const tell = (message: FromRelayToReader): void => void out?.put(JSON.stringify(message));
  const greet = ({ key, signature }: Extract<FromReaderToRelay, { type: 'hello' }>): void => {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
    const signed = Buffer.from(helloText(self.serverUrl, NONCE));
    if (!verify(null, signed, publicKey, Buffer.from(signature, 'base64url')))
      return tell({ type: 'refused', code: 'relay_reader_refused' });
    id = createHash('sha256').update(Buffer.from(key, 'base64url')).digest('base64url');
    tell({ type: 'welcome', readerId: id, pairing: self.pairing });
    arrival.resolve();
  };
  const hear = (message: FromReaderToRelay): void => {
    if (message.type === 'hello') return greet(message);
    if (message.type === 'wait') return tell({ type: 'word', word: 'K7Q4M2', expiresIn: 300 });
    if (message.type === 'wake') return tell({ type: 'woken', code: null });
    if (message.type === 'close') return ways.get(message.session)?.end();
    if (message.type === 'paired' && self.taken) return tell({ type: 'refused', code: 'desktop_taken' });
    self.pairing = message.type === 'paired' ? { deviceId: DEVICE, deviceName: 'Phone' } : null;
    tell({ type: 'pairing', pairing: self.pairing });
  };
  const self: RelayForReader = {
    serverUrl: 'https://wallet.test',
    pairing: null,
    taken: false,
    connections: () => connections,
    readerId: () => id,
    arrived: () => arrival.promise,
    tell,
    cut: () => {
      arrival = Promise.withResolvers();
      out?.end();
    },
    openSocket: async () => {
      connections += 1;
      const mine: Out = createInbox(256);
      out = mine;
      tell({ type: 'challenge', nonce: NONCE });
      return {
        next: mine.next,
        close: () => mine.end(),
        send: (message) => {
          if (mine.ended) throw new WalletError('link_broken');
          if (typeof message === 'string') hear(fromReaderToRelay.parse(JSON.parse(message)));
          else ways.get(new DataView(message.buffer, message.byteOffset).getUint32(0))?.put(message.slice(4));
        },
      };
    },
    call: (purpose, from) => {
      const session = ++sessions;
      const inbox = createInbox<Bytes>();
      ways.set(session, inbox);
      tell({ type: 'call', session, purpose, ...from });
      const prefix = viewOf(Buffer.alloc(4));
      new DataView(prefix.buffer, prefix.byteOffset).setUint32(0, session);
      return {
        receive: inbox.next,
        send: (message) => {
          if (inbox.ended) throw new WalletError('link_broken');
          out?.put(concatBytes(prefix, message));
        },
        close: () => {
          inbox.end();
          tell({ type: 'closed', session });
        },
      };
    },
  };
  return self;
}

export const DEVICE = '5e2b0a3f-4a55-4c55-9d2b-1f0d6f6a2c11';
