import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { fromRelayToReader, type FromRelayToReader, fromRelayToWallet, helloText } from '@lanyard/contract';
import { createHttp, createLog, type Http, type Jobs } from '@lanyard/kernel';
import { WebSocket } from 'ws';
import type { Fleet } from '../index.ts';
import { ORIGIN, type TestDevice } from './test-device.ts';
import type { World } from './world.ts';

/** One process of an installation, with its listeners for readers and wallets, and for the other processes. */
export interface Process extends AsyncDisposable {
  readonly fleet: Fleet;
  /** `ws://127.0.0.1:…` */
  readonly url: string;
  /** Does what waits in the outbox. */
  work(): Promise<void>;
}

export async function processOf(world: World, fleet: Fleet = world.another()): Promise<Process> {
  const log = createLog('silent');
  const [app, node] = await Promise.all([createHttp({ log, ratePerMinute: 100_000 }), createHttp({ log })]);
  await fleet.routes.relay(app);
  await fleet.routes.relayNode(node);
  for (const each of [app, node]) await each.listen({ port: 0, host: '127.0.0.1' });
  const relay = await fleet.openRelay(`http://127.0.0.1:${portOf(node)}`);
  const handlers = new Map<string, (data: never) => Promise<void>>();
  const jobs = {
    work: async (queue: string, handler: (data: never) => Promise<void>) => void handlers.set(queue, handler),
    schedule: async () => undefined,
  } as unknown as Jobs;
  await fleet.work(jobs);
  return {
    fleet,
    url: `ws://127.0.0.1:${portOf(app)}`,
    work: async () => {
      for (const { queue, data } of world.sent.splice(0)) await handlers.get(queue)?.(data as never);
    },
    [Symbol.asyncDispose]: async () => {
      await relay.close();
      await Promise.all([app.close(), node.close()]);
    },
  };
}

const portOf = ({ server }: Http): number => (server.address() as AddressInfo).port;

/** What came over a WebSocket: each message is waited for, none is missed. */
export class Socket {
  readonly #socket: WebSocket;
  readonly #came: (string | Buffer)[] = [];
  #waiting: (() => void) | undefined;
  #closed = false;

  constructor(url: string) {
    this.#socket = new WebSocket(url, { perMessageDeflate: false });
    this.#socket.on('message', (data, isBinary) => {
      // `ws` gives a Buffer unless it is told otherwise.
      const octets = data as Buffer;
      this.#came.push(isBinary ? octets : octets.toString('utf8'));
      this.#waiting?.();
    });
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.#closed = true;
      this.#waiting?.();
    });
  }

  /** The next message; undefined once it is closed. */
  async next(): Promise<string | Buffer | undefined> {
    while (this.#came.length === 0 && !this.#closed) await new Promise<void>((woken) => (this.#waiting = woken));
    return this.#came.shift();
  }

  async send(message: object | Uint8Array): Promise<void> {
    if (this.#socket.readyState === WebSocket.CONNECTING)
      await new Promise<void>((open) => this.#socket.once('open', () => open()));
    this.#socket.send(message instanceof Uint8Array ? message : JSON.stringify(message));
  }

  close(): void {
    this.#socket.close();
  }
}

/** A reader's side of the wire. */
export class TestReader extends Socket {
  static #keys = () => generateKeyPairSync('ed25519');
  readonly keys: ReturnType<typeof TestReader.keysOf>;
  readonly readerId: string;

  static keysOf() {
    return TestReader.#keys();
  }

  constructor(url: string, keys = TestReader.keysOf()) {
    super(`${url}/relay/reader`);
    this.keys = keys;
    this.readerId = createHash('sha256').update(Buffer.from(this.key, 'base64url')).digest('base64url');
  }

  get key(): string {
    return String(this.keys.publicKey.export({ format: 'jwk' }).x);
  }

  async hear(): Promise<FromRelayToReader> {
    const text = await this.next();
    if (typeof text !== 'string') throw new Error(`not text: ${String(text)}`);
    return fromRelayToReader.parse(JSON.parse(text));
  }

  async expect<T extends FromRelayToReader['type']>(type: T): Promise<Extract<FromRelayToReader, { type: T }>> {
    const message = await this.hear();
    if (message.type !== type) throw new Error(`${JSON.stringify(message)} instead of ${type}`);
    return message as Extract<FromRelayToReader, { type: T }>;
  }

  async greet({ name = 'Desk', origin = ORIGIN, signWith = this.keys.privateKey } = {}): Promise<FromRelayToReader> {
    const { nonce } = await this.expect('challenge');
    const signature = sign(null, Buffer.from(helloText(origin, nonce)), signWith).toString('base64url');
    await this.send({ type: 'hello', key: this.key, name, signature });
    return this.hear();
  }

  async wait(): Promise<string> {
    await this.send({ type: 'wait' });
    return (await this.expect('word')).word;
  }

  /** What a wallet sent. */
  async octets(): Promise<{ session: number; octets: string }> {
    const message = await this.next();
    if (!Buffer.isBuffer(message)) throw new Error(`not octets: ${String(message)}`);
    return { session: message.readUInt32BE(0), octets: message.subarray(4).toString() };
  }

  sendTo(session: number, octets: string): Promise<void> {
    const prefix = Buffer.alloc(4);
    prefix.writeUInt32BE(session);
    return this.send(Buffer.concat([prefix, Buffer.from(octets)]));
  }
}

/** A wallet's way, opened by a ticket. @returns what the relay says first */
export async function openWay(url: string, ticket: unknown): Promise<{ way: Socket; said: string }> {
  const way = new Socket(`${url}/relay/wallet`);
  await way.send({ ticket });
  const message = fromRelayToWallet.parse(JSON.parse(String(await way.next())));
  return { way, said: message.type === 'open' ? 'open' : message.code };
}

/** A desktop that waits at a process, under its word. */
export async function waitingDesk(world: World, { url }: Process) {
  // Nodes are seen by the clock that the test moves.
  await world.rows('update fleet.relay_node set seen_at = $1', [world.clock.now()]);
  const reader = new TestReader(url);
  await reader.greet();
  return { reader, word: await reader.wait() };
}

/** A phone and a desktop that are paired. @param known the phone; without it a new one */
export async function pairedDesk(world: World, at: Process, known?: TestDevice) {
  const phone = known ?? (await world.registered());
  const { reader, word } = await waitingDesk(world, at);
  const { body } = await phone.call('POST', '/device/relay/tickets', {
    purpose: 'pair',
    readerId: reader.readerId,
    word,
  });
  const { way, said } = await openWay(at.url, body['ticket']);
  if (said !== 'open') throw new Error(said);
  const { session } = await reader.expect('call');
  await reader.send({ type: 'paired', session });
  const { pairing } = await reader.expect('pairing');
  if (pairing?.deviceId !== phone.deviceId) throw new Error('not paired');
  way.close();
  await reader.expect('closed');
  return { phone, reader };
}
