import type { Bytes } from '@lanyard/pki';
import { createConnections, type Handler } from './connections.ts';
import type { Message } from './message-stream.ts';
import { COMMAND, RESULT } from './pcsc-codes.ts';
import { readerStates } from './reader-states.ts';
import type { Slot } from './slot.ts';
import { emptyStruct, type Struct, structOf } from './struct.ts';

/** What all connections share. */
export interface Desk {
  slots(): readonly Slot[];
  /** A random number for a context or a handle. Handles are looked up among a connection's own only. */
  freshId(): number;
  /** Ends the waiting of another connection's context. @returns a PC/SC result */
  cancel(context: number): number;
}

/** One connection of a client, which is one PC/SC context. */
export interface Session {
  readonly context: () => number | undefined;
  handle(message: Message): ReturnType<Handler>;
  /** The client is gone: what it held is free. */
  close(): Promise<void>;
  /** The octets that tell a waiting client of a change, once; undefined for one that does not wait. */
  news(result: number): Bytes | undefined;
}

/** The protocol's major and minor number. A client of another one is told by `serviceStopped`, and from 2.4.1 on then speaks this. */
const VERSION = [4, 4] as const;

export function createSession(desk: Desk): Session {
  let context: number | undefined;
  let waiting = false;
  const connections = createConnections({ ...desk, isContext: (named) => named === context });

  const release = async (): Promise<number> => {
    context = undefined;
    await connections.release();
    return RESULT.success;
  };

  const news = (result: number): Bytes | undefined => {
    if (!waiting) return undefined;
    waiting = false;
    return emptyStruct(8).set(4, result).octets;
  };

  const handlers: ReadonlyMap<number, Handler> = new Map<number, Handler>([
    ...connections.handlers,
    [COMMAND.version, tellVersion],
    [
      COMMAND.establishContext,
      (body) => {
        context ??= desk.freshId();
        return body.set(4, context).set(8, RESULT.success).octets;
      },
    ],
    [
      COMMAND.releaseContext,
      async (body) => body.set(4, body.get(0) === context ? await release() : RESULT.invalidHandle).octets,
    ],
    [COMMAND.cancel, (body) => body.set(4, desk.cancel(body.get(0))).octets],
    [COMMAND.readersState, () => readerStates(desk.slots())],
    [
      COMMAND.waitForChange,
      () => {
        waiting = true;
        return readerStates(desk.slots());
      },
    ],
    // A client that was told of a change meanwhile is given no second answer: it takes the news for this one.
    [COMMAND.stopWaiting, () => news(RESULT.success)],
  ]);

  return {
    context: () => context,
    handle: ({ command, body, payload }) => handlers.get(command)?.(structOf(body), payload),
    close: async () => {
      waiting = false;
      connections.close();
      await release();
    },
    news,
  };
}

function tellVersion(body: Struct): Bytes {
  const isOurs = body.get(0) === VERSION[0] && body.get(4) === VERSION[1];
  return body
    .set(8, isOurs ? RESULT.success : RESULT.serviceStopped)
    .set(0, VERSION[0])
    .set(4, VERSION[1]).octets;
}
