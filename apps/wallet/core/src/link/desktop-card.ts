import type { Bytes } from '@lanyard/pki';
import { WalletError } from '../errors.ts';
import type { RandomBytes } from '../ports.ts';
import type { After } from './carrier.ts';
import type { DesktopTalk } from './connect.ts';
import { phoneSession, type PhoneSession, type SessionEnd } from './phone-session.ts';
import { remoteCard, type RemoteCard, type RemoteCommand } from './remote-card.ts';
import { sameObjects } from './same-objects.ts';

/** A phone that sleeps has so long to wake, be asked, and answer. */
export const ANSWER_MS = 60_000;
/** A phone that is awake says so within that time. */
export const THERE_MS = 3_000;

interface Options {
  readonly after: After;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly random: RandomBytes;
  /** Puts a card into the reader, in the place of the one that is there. */
  readonly insert: (card: RemoteCard) => void;
  readonly remove: () => void;
  /** A program wants the phone, which sleeps or is away. */
  readonly wake: () => void;
}

export interface DesktopCard {
  /** Takes over from a session before; its card is the reader's. @returns how it ended */
  attach(talk: DesktopTalk): Promise<SessionEnd>;
  /** Ends the session, if there is one, and empties the reader. */
  end(why: 'stopped' | 'forgotten'): void;
  /** A program waits for the phone. */
  readonly wanted: boolean;
}

/**
 * The phone's card in the desktop's reader, across the phone's coming and going: it leaves the reader when the phone says
 * so, not when the phone sleeps or is out of reach. A command that needs the phone wakes it and waits; one that was under
 * way when the phone went is not sent again, because a PIN would cost a second try.
 */
export function desktopCard({ after, clock, random, insert, remove, wake }: Options): DesktopCard {
  let session: PhoneSession | undefined;
  let shown: ReadonlyMap<number, Bytes> | undefined;
  const waiters = new Set<() => void>();

  const look = (): void => {
    const woken = [...waiters];
    waiters.clear();
    for (const again of woken) again();
  };
  const empty = (): void => {
    if (shown !== undefined) remove();
    shown = undefined;
    look();
  };
  /** A phone that the system has put to sleep keeps its connection and says nothing: that session is none. */
  const awake = async (): Promise<PhoneSession | undefined> => {
    const mine = session;
    if (mine === undefined || (await mine.isThere(THERE_MS))) return mine;
    if (session === mine) session = undefined;
    mine.abandon();
    return session;
  };
  const arrival = async (until: number): Promise<PhoneSession> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const takeBack = after(until - clock(), () => reject(new WalletError('link_broken', { why: 'asleep' })));
    waiters.add(resolve);
    wake();
    try {
      await promise;
    } finally {
      takeBack();
      waiters.delete(resolve);
    }
    if (session === undefined) throw new WalletError('link_broken', { why: 'gone' });
    return session;
  };
  const show = (objects: ReadonlyMap<number, Bytes> | undefined): void => {
    if (objects === undefined) return empty();
    if (shown !== undefined && sameObjects(shown, objects)) return look();
    empty();
    shown = objects;
    const send = (to: PhoneSession, command: RemoteCommand, until: number) => {
      // Meanwhile it may be another card: this one was taken out, and its PIN is not for the other.
      if (shown !== objects) throw new WalletError('link_broken', { why: 'card' });
      return to.ask(command, Math.max(1, until - clock()));
    };
    insert(
      remoteCard({
        objects,
        ask: async (command) => {
          const until = clock() + ANSWER_MS;
          return send((await awake()) ?? (await arrival(until)), command, until);
        },
        askIfThere: async (command) => {
          const until = clock() + ANSWER_MS;
          const present = await awake();
          return present && send(present, command, until);
        },
        powerOff: () => {
          // Of a card that was taken out long ago there is nothing left to close, and another may be in use.
          if (shown === objects) session?.powerOff();
        },
        random,
      }),
    );
  };

  return {
    get wanted() {
      return waiters.size > 0;
    },
    attach: async (talk) => {
      session?.end('stopped');
      const mine = phoneSession(talk, {
        after,
        clock,
        changed: (objects) => {
          // What a session says that is over, or was given up, is of yesterday.
          if (session === mine) show(objects);
        },
      });
      session = mine;
      const how = await mine.ended;
      // Another connection may have taken its place.
      if (session !== mine) return how;
      session = undefined;
      if (how !== 'asleep' && how !== 'lost') empty();
      return how;
    },
    end: (why) => {
      session?.end(why);
      session = undefined;
      empty();
    },
  };
}
