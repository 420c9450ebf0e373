import { type Bytes, concatBytes } from '@lanyard/pki';
import { attributeOf } from './attributes.ts';
import type { Message } from './message-stream.ts';
import { COMMAND, DISPOSITION, PROTOCOL_T1, RESULT, SHARE } from './pcsc-codes.ts';
import { readerStates } from './reader-states.ts';
import type { Handle, Slot } from './slot.ts';
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
  /** @returns the answer, at once where nothing has to be waited for; undefined when there is none to be given now */
  handle(message: Message): Bytes | undefined | Promise<Bytes | undefined>;
  /** The client is gone: what it held is free. */
  close(): Promise<void>;
  /** The octets that tell a waiting client of a change, once; undefined for one that does not wait. */
  news(result: number): Bytes | undefined;
}

interface Connected {
  readonly handle: Handle;
  readonly slot: Slot;
}

type Answer = Bytes | undefined;
type Handler = (body: Struct, payload: Bytes) => Answer | Promise<Answer>;

/** GET_FEATURE_REQUEST of PC/SC part 10: the only control code that is known, and it lists nothing. */
const FEATURE_REQUEST = 0x42000d48;
const NAME_OCTETS = 128;
const MOST_HANDLES = 64;

/** The protocol's major and minor number. A client of another one is told by `serviceStopped`, and from 2.4.1 on then speaks this. */
const VERSION = [4, 4] as const;

export function createSession(desk: Desk): Session {
  const connected = new Map<number, Connected>();
  let context: number | undefined;
  let waiting = false;

  /** Runs a verb on the connection that the structure names, and writes its result. */
  const on =
    (resultAt: number, verb: (to: Connected, body: Struct) => number | Promise<number>): Handler =>
    async (body) => {
      const to = connected.get(body.get(0));
      return body.set(resultAt, to === undefined ? RESULT.invalidHandle : await verb(to, body)).octets;
    };

  const connect: Handler = (body) => {
    const slot = desk.slots().find(({ name }) => name === body.text(4, NAME_OCTETS));
    if (context === undefined || body.get(0) !== context) return body.set(148, RESULT.invalidHandle).octets;
    if (slot === undefined) return body.set(148, RESULT.unknownReader).octets;
    if (connected.size >= MOST_HANDLES) return body.set(148, RESULT.sharingViolation).octets;
    const handle: Handle = { id: desk.freshId(), share: body.get(132), event: undefined, closed: false };
    const result = slot.connect(handle, body.get(136));
    if (result === RESULT.success) connected.set(handle.id, { handle, slot });
    const protocol = handle.share === SHARE.direct ? 0 : PROTOCOL_T1;
    return body.set(140, handle.id).set(144, protocol).set(148, result).octets;
  };

  const transmit: Handler = async (body, payload) => {
    const to = connected.get(body.get(0));
    if (to === undefined) return body.set(28, RESULT.invalidHandle).octets;
    const { result, answer } = await to.slot.transmit(to.handle, payload);
    if (answer.length > body.get(24)) return body.set(24, answer.length).set(28, RESULT.insufficientBuffer).octets;
    body.set(16, body.get(4)).set(24, answer.length).set(28, result);
    return concatBytes(body.octets, answer);
  };

  const control: Handler = (body) => {
    const known = body.get(4) === FEATURE_REQUEST;
    const result = known ? RESULT.success : RESULT.unsupported;
    return body.set(16, 0).set(20, connected.has(body.get(0)) ? result : RESULT.invalidHandle).octets;
  };

  const getAttribute: Handler = (body) => {
    const to = connected.get(body.get(0));
    if (to === undefined) return body.set(276, RESULT.invalidHandle).octets;
    const value = attributeOf(to.slot, body.get(4));
    if (value === undefined) return body.set(272, 0).set(276, RESULT.unsupported).octets;
    return body.put(8, value).set(272, value.length).set(276, RESULT.success).octets;
  };

  const HANDLERS: ReadonlyMap<number, Handler> = new Map<number, Handler>([
    [
      COMMAND.version,
      (body) =>
        body
          .set(8, isOurs(body) ? RESULT.success : RESULT.serviceStopped)
          .set(0, VERSION[0])
          .set(4, VERSION[1]).octets,
    ],
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
    [COMMAND.connect, connect],
    [
      COMMAND.reconnect,
      async (body) => {
        const to = connected.get(body.get(0));
        const options = { share: body.get(4), protocols: body.get(8), initialization: body.get(12) };
        const result = to === undefined ? RESULT.invalidHandle : await to.slot.reconnect(to.handle, options);
        return body.set(16, options.share === SHARE.direct ? 0 : PROTOCOL_T1).set(20, result).octets;
      },
    ],
    [
      COMMAND.disconnect,
      on(8, async ({ handle, slot }, body) => {
        connected.delete(handle.id);
        await slot.disconnect(handle, body.get(4));
        return RESULT.success;
      }),
    ],
    [COMMAND.beginTransaction, on(4, ({ handle, slot }) => slot.begin(handle))],
    [COMMAND.endTransaction, on(8, ({ handle, slot }, body) => slot.end(handle, body.get(4)))],
    [COMMAND.status, on(4, ({ handle, slot }) => slot.status(handle))],
    [COMMAND.transmit, transmit],
    [COMMAND.control, control],
    [COMMAND.getAttribute, getAttribute],
    [COMMAND.setAttribute, (body) => body.set(276, RESULT.unsupported).octets],
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

  const release = async (): Promise<number> => {
    context = undefined;
    const held = [...connected.values()];
    connected.clear();
    // Whoever goes without a word may have left a PIN verified. All at once: one may have to wait for another's end.
    await Promise.all(held.map(({ handle, slot }) => slot.disconnect(handle, DISPOSITION.reset)));
    return RESULT.success;
  };

  const news = (result: number): Bytes | undefined => {
    if (!waiting) return undefined;
    waiting = false;
    return emptyStruct(8).set(4, result).octets;
  };

  return {
    context: () => context,
    handle: ({ command, body, payload }) => HANDLERS.get(command)?.(structOf(body), payload),
    close: async () => {
      waiting = false;
      // A client that waits for a transaction must not be given one.
      for (const { handle } of connected.values()) handle.closed = true;
      await release();
    },
    news,
  };
}

const isOurs = (body: Struct): boolean => body.get(0) === VERSION[0] && body.get(4) === VERSION[1];
