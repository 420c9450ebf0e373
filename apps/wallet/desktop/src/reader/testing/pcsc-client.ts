import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { type Bytes, concatBytes, viewOf } from '@lanyard/pki';
import { BODY_OCTETS, COMMAND, SHARE } from '../pcsc-codes.ts';
import { emptyStruct, type Struct, structOf } from '../struct.ts';

/** The client's side of the protocol, as libpcsclite speaks it, one octet-exact message at a time. */
export interface PcscClient {
  readonly socket: Socket;
  context: number;
  ask(command: number, fill?: (body: Struct) => unknown, payload?: Uint8Array): Promise<Struct>;
  /** Sends without waiting for the answer. */
  send(command: number, fill?: (body: Struct) => unknown, payload?: Uint8Array): void;
  read(octets: number): Promise<Struct>;
  connect(name: string, share?: number): Promise<{ card: number; result: number; protocol: number }>;
  transmit(card: number, octets: Uint8Array, room?: number): Promise<{ result: number; answer: Bytes }>;
  /** Begin, end, status, disconnect …: the verbs that answer only a result. */
  plain(command: number, card: number, value?: number): Promise<number>;
  close(): Promise<void>;
}

/** Commands whose answer has another length than their structure. */
const ANSWER_OCTETS = new Map<number, number>([
  [COMMAND.readersState, 184 * 16],
  [COMMAND.waitForChange, 184 * 16],
  [COMMAND.stopWaiting, 8],
]);

export async function pcscClient(path: string): Promise<PcscClient> {
  const socket = createConnection(path);
  await once(socket, 'connect');
  let buffered = Buffer.alloc(0);
  let arrived = Promise.withResolvers<void>();
  const news = (): void => {
    arrived.resolve();
    arrived = Promise.withResolvers();
  };
  socket.on('error', () => undefined);
  socket.on('close', news);
  socket.on('data', (octets: Buffer) => {
    buffered = Buffer.concat([buffered, octets]);
    news();
  });
  const read = async (octets: number): Promise<Struct> => {
    while (buffered.length < octets) {
      if (socket.destroyed) throw new Error('the server closed the connection');
      await arrived.promise;
    }
    const taken = Uint8Array.from(buffered.subarray(0, octets));
    buffered = buffered.subarray(octets);
    return structOf(taken);
  };
  const send: PcscClient['send'] = (command, fill, payload = new Uint8Array(0)) => {
    const body = emptyStruct(BODY_OCTETS.get(command) ?? assert.fail(`no command ${command}`));
    fill?.(body);
    const header = emptyStruct(8).set(0, body.octets.length).set(4, command);
    socket.write(concatBytes(header.octets, body.octets, payload));
  };
  const ask: PcscClient['ask'] = (command, fill, payload) => {
    send(command, fill, payload);
    return read(ANSWER_OCTETS.get(command) ?? BODY_OCTETS.get(command) ?? 0);
  };
  const client: PcscClient = {
    socket,
    context: 0,
    ask,
    send,
    read,
    connect: async (name, share = SHARE.shared) => {
      const answer = await ask(COMMAND.connect, (body) =>
        body.set(0, client.context).put(4, Buffer.from(name)).set(132, share).set(136, 3),
      );
      return { card: answer.get(140), protocol: answer.get(144), result: answer.get(148) };
    },
    transmit: async (card, octets, room = 65_548) => {
      const fill = (body: Struct) => body.set(0, card).set(4, 2).set(8, 16).set(12, octets.length).set(24, room);
      const answer = await ask(COMMAND.transmit, fill, octets);
      const result = answer.get(28);
      return { result, answer: result === 0 ? (await read(answer.get(24))).octets : viewOf(new Uint8Array(0)) };
    },
    plain: async (command, card, value = 0) => {
      const octets = BODY_OCTETS.get(command) ?? 0;
      const fill = (body: Struct) => (octets > 8 ? body.set(0, card).set(4, value) : body.set(0, card));
      return (await ask(command, fill)).get(octets - 4);
    },
    close: async () => {
      if (socket.destroyed) return;
      socket.destroy();
      await once(socket, 'close');
    },
  };
  const version = await ask(COMMAND.version, (body) => body.set(0, 4).set(4, 4));
  assert.deepEqual([version.get(0), version.get(4), version.get(8)], [4, 4, 0]);
  client.context = (await ask(COMMAND.establishContext, (body) => body.set(0, 2))).get(4);
  return client;
}
