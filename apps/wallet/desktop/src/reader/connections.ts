import { type Bytes, concatBytes } from '@lanyard/pki';
import { attributeOf } from './attributes.ts';
import { COMMAND, DISPOSITION, PROTOCOL_T1, RESULT, SHARE } from './pcsc-codes.ts';
import type { Handle, Slot } from './slot.ts';
import type { Struct } from './struct.ts';

/** @returns the octets that are answered, at once where nothing has to be waited for; undefined: none now */
export type Handler = (body: Struct, payload: Bytes) => Bytes | undefined | Promise<Bytes | undefined>;

interface Connected {
  readonly handle: Handle;
  readonly slot: Slot;
}

interface Ports {
  slots(): readonly Slot[];
  /** A random number for a handle. */
  freshId(): number;
  /** Whether it names the context of whoever connects. */
  isContext(context: number): boolean;
}

/** What one client is connected to. */
export interface Connections {
  /** The commands that begin one, use it, or end it. */
  readonly handlers: ReadonlyMap<number, Handler>;
  /** Ends them all, each with a reset of its card. */
  release(): Promise<void>;
  /** The client is gone: one that waits for a transaction is not given it. */
  close(): void;
}

/** GET_FEATURE_REQUEST of PC/SC part 10: the only control code that is known, and it lists nothing. */
const FEATURE_REQUEST = 0x42000d48;
const NAME_OCTETS = 128;
const MOST_HANDLES = 64;

export function createConnections({ slots, freshId, isContext }: Ports): Connections {
  const connected = new Map<number, Connected>();

  /** Runs a verb on the connection that the structure names, and writes its result. */
  const on =
    (resultAt: number, verb: (to: Connected, body: Struct) => number | Promise<number>): Handler =>
    async (body) => {
      const to = connected.get(body.get(0));
      return body.set(resultAt, to === undefined ? RESULT.invalidHandle : await verb(to, body)).octets;
    };

  const connect: Handler = (body) => {
    const slot = slots().find(({ name }) => name === body.text(4, NAME_OCTETS));
    if (!isContext(body.get(0))) return body.set(148, RESULT.invalidHandle).octets;
    if (slot === undefined) return body.set(148, RESULT.unknownReader).octets;
    if (connected.size >= MOST_HANDLES) return body.set(148, RESULT.sharingViolation).octets;
    const handle: Handle = { id: freshId(), share: body.get(132), event: undefined, closed: false };
    const result = slot.connect(handle, body.get(136));
    if (result === RESULT.success) connected.set(handle.id, { handle, slot });
    return body.set(140, handle.id).set(144, protocolOf(handle.share)).set(148, result).octets;
  };

  const reconnect: Handler = async (body) => {
    const to = connected.get(body.get(0));
    const options = { share: body.get(4), protocols: body.get(8), initialization: body.get(12) };
    const result = to === undefined ? RESULT.invalidHandle : await to.slot.reconnect(to.handle, options);
    return body.set(16, protocolOf(options.share)).set(20, result).octets;
  };

  const disconnect = on(8, async ({ handle, slot }, body) => {
    connected.delete(handle.id);
    await slot.disconnect(handle, body.get(4));
    return RESULT.success;
  });

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

  return {
    handlers: new Map<number, Handler>([
      [COMMAND.connect, connect],
      [COMMAND.reconnect, reconnect],
      [COMMAND.disconnect, disconnect],
      [COMMAND.beginTransaction, on(4, ({ handle, slot }) => slot.begin(handle))],
      [COMMAND.endTransaction, on(8, ({ handle, slot }, body) => slot.end(handle, body.get(4)))],
      [COMMAND.status, on(4, ({ handle, slot }) => slot.status(handle))],
      [COMMAND.transmit, transmit],
      [COMMAND.control, control],
      [COMMAND.getAttribute, getAttribute],
      [COMMAND.setAttribute, (body) => body.set(276, RESULT.unsupported).octets],
    ]),
    release: async () => {
      const held = [...connected.values()];
      connected.clear();
      // Whoever goes without a word may have left a PIN verified. All at once: one may have to wait for another's end.
      await Promise.all(held.map(({ handle, slot }) => slot.disconnect(handle, DISPOSITION.reset)));
    },
    close: () => {
      for (const { handle } of connected.values()) handle.closed = true;
    },
  };
}

const protocolOf = (share: number): number => (share === SHARE.direct ? 0 : PROTOCOL_T1);
