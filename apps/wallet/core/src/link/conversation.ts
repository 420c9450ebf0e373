import { utf8Decode, utf8Encode } from '@lanyard/pki';
import { WalletError } from '../errors.ts';
import type { After } from './carrier.ts';
import type { Channel } from './channel.ts';

interface Schema<T> {
  parse(value: unknown): T;
}

/** Messages of the contract over a channel. */
export interface Conversation<Out, In extends { readonly type: string }> {
  say(message: Out): void;
  /** @throws WalletError `link_broken` for what is no message of the contract */
  hear(): Promise<In | undefined>;
  /** The next message, which must be of this kind. @throws WalletError `link_broken` */
  expect<Type extends In['type']>(type: Type): Promise<Extract<In, { readonly type: Type }>>;
  close(): void;
}

export function conversation<Out, In extends { readonly type: string }>(
  channel: Channel,
  schema: Schema<In>,
): Conversation<Out, In> {
  const hear = async (): Promise<In | undefined> => {
    const octets = await channel.receive();
    if (octets === undefined) return undefined;
    try {
      return schema.parse(JSON.parse(utf8Decode(octets) ?? ''));
    } catch (error) {
      channel.close();
      throw new WalletError('link_broken', { why: 'message' }, error);
    }
  };
  return {
    hear,
    say: (message) => channel.send(utf8Encode(JSON.stringify(message))),
    expect: async (type) => wanted(await hear(), type),
    close: () => channel.close(),
  };
}

/** @throws WalletError `link_broken` when it is another message, or the end */
export function wanted<In extends { readonly type: string }, Type extends In['type']>(
  message: In | undefined,
  type: Type,
): Extract<In, { readonly type: Type }> {
  if (message?.type !== type) throw new WalletError('link_broken', { wanted: type, came: message?.type ?? 'the end' });
  // Narrowed by the line above, which the compiler does not follow through a type parameter.
  return message as Extract<In, { readonly type: Type }>;
}

/** Says a last word to whoever may be gone already. */
export function farewell(say: () => void): void {
  try {
    say();
  } catch (error) {
    if (!(error instanceof WalletError)) throw error;
  }
}

export interface TimeLimit {
  readonly after: After;
  readonly milliseconds: number;
  /** Closed when the time is over, so that the work ends. */
  readonly way: { close(): void };
  readonly otherwise: WalletError;
}

/** Bounds work on a way in time. @throws `otherwise` in place of whatever the work throws once the time is over */
export async function within<T>(
  { after, milliseconds, way, otherwise }: TimeLimit,
  work: () => Promise<T>,
): Promise<T> {
  let over = false;
  const takeBack = after(milliseconds, () => {
    over = true;
    way.close();
  });
  try {
    return await work();
  } catch (error) {
    throw over ? otherwise : error;
  } finally {
    takeBack();
  }
}
