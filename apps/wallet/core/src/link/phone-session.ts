import { type Bytes, fromBase64, toBase64 } from '@lanyard/pki';
import type { ResponseApdu } from '@lanyard/piv';
import { WalletError } from '../errors.ts';
import type { After } from './carrier.ts';
import type { DesktopTalk } from './connect.ts';
import { farewell } from './conversation.ts';
import type { AskPhone } from './remote-card.ts';

/** What a desktop keeps of a card at the most: all containers (SP 800-73-5 pt1 Table 7) with room to spare. */
const MOST_OBJECTS = 64;

/** A phone that was heard so lately need not be asked whether it is there. */
const LATELY_MS = 5_000;

/** `forbidden`: by the organisation. `asleep`: its wallet was closed. `lost`: nobody said anything. */
export type SessionEnd = 'disconnected' | 'forgotten' | 'forbidden' | 'asleep' | 'lost';

export interface PhoneSession {
  /** @param milliseconds that the phone has, its holder's thinking included */
  ask(command: Parameters<AskPhone>[0], milliseconds: number): Promise<ResponseApdu>;
  /** Whether the phone is awake. @param milliseconds that it has to say so, where it was not heard just now */
  isThere(milliseconds: number): Promise<boolean>;
  powerOff(): void;
  /** Resolves when it is over. */
  readonly ended: Promise<SessionEnd>;
  /** Ends it without a word: for the phone it is lost, and may be resumed. */
  abandon(): void;
  end(why: 'stopped' | 'forgotten'): void;
}

interface Options {
  readonly after: After;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** The card that the phone shows now; undefined: it has none. */
  readonly changed: (objects: ReadonlyMap<number, Bytes> | undefined) => void;
}

interface Waiting {
  readonly resolve: (answer: ResponseApdu) => void;
  readonly reject: (error: WalletError) => void;
}

/** The desktop's end of a connection: it hears of the phone's card and has it perform commands. */
export function phoneSession(talk: DesktopTalk, { after, clock, changed }: Options): PhoneSession {
  const waiting = new Map<number, Waiting>();
  const listening = new Set<(isThere: boolean) => void>();
  let heardAt = clock();
  let calls = 0;
  let over = false;
  const heard = (isThere: boolean): void => {
    if (isThere) heardAt = clock();
    for (const tell of listening) tell(isThere);
    listening.clear();
  };
  const run = async (): Promise<SessionEnd> => {
    let objects = new Map<number, Bytes>();
    for (let message = await talk.hear(); message !== undefined; message = await talk.hear()) {
      heard(true);
      if (message.type === 'object' && objects.size < MOST_OBJECTS)
        objects.set(message.tag, fromBase64(message.content));
      else if (message.type === 'card') {
        changed(objects);
        objects = new Map();
      } else if (message.type === 'no-card') changed(undefined);
      else if (message.type === 'answer')
        waiting.get(message.call)?.resolve({ data: fromBase64(message.data), sw: message.sw });
      else if (message.type === 'bye') return message.why === 'refused' ? 'disconnected' : message.why;
      else if (message.type !== 'here') throw new WalletError('link_broken', { why: message.type });
    }
    return 'lost';
  };
  const ended = run()
    .catch(() => 'lost' as const)
    .finally(() => {
      over = true;
      heard(false);
      talk.close();
      for (const { reject } of waiting.values()) reject(new WalletError('link_broken', { why: 'ended' }));
    });
  return {
    ended,
    ask: ({ ins, p1, p2, data, le, secured }, milliseconds) =>
      new Promise((resolve, reject) => {
        if (over) throw new WalletError('link_broken', { why: 'ended' });
        const call = ++calls;
        const takeBack = after(milliseconds, () =>
          settle(() => reject(new WalletError('link_broken', { why: 'time' }))),
        );
        const settle = (tell: () => void): void => {
          takeBack();
          waiting.delete(call);
          tell();
        };
        waiting.set(call, {
          resolve: (answer) => settle(() => resolve(answer)),
          reject: (error) => settle(() => reject(error)),
        });
        const header = { ins, p1, p2, ...(secured === undefined ? {} : { secured }) };
        talk.say({ type: 'command', call, ...header, data: toBase64(data), le: le ?? null });
      }),
    isThere: async (milliseconds) => {
      if (over) return false;
      if (waiting.size > 0 || clock() - heardAt < LATELY_MS) return true;
      return new Promise((resolve) => {
        const takeBack = after(milliseconds, () => listening.delete(answer) && resolve(false));
        const answer = (isThere: boolean): void => {
          takeBack();
          resolve(isThere);
        };
        listening.add(answer);
        farewell(() => talk.say({ type: 'there' }));
      });
    },
    abandon: () => talk.close(),
    powerOff: () => farewell(() => talk.say({ type: 'reset' })),
    end: (why) => {
      farewell(() => talk.say({ type: 'bye', why }));
      talk.close();
    },
  };
}
