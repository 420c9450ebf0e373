import type { Bytes } from '@lanyard/pki';
import { WalletError } from '../errors.ts';
import type { RandomBytes } from '../ports.ts';
import type { After } from './carrier.ts';
import type { DesktopTalk } from './connect.ts';
import { phoneSession, type PhoneSession } from './phone-session.ts';
import { type AskPhone, remoteCard, type RemoteCard } from './remote-card.ts';
import { sameObjects } from './same-objects.ts';

/** A phone that sleeps has so long to wake, be asked, and answer. */
export const ANSWER_MS = 60_000;
/** A card whose phone is out of reach stays so long in the reader. */
export const GRACE_MS = 60_000;

interface Options {
  readonly after: After;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly random: RandomBytes;
  /** Puts a card into the reader, in the place of the one that is there. */
  readonly insert: (card: RemoteCard) => void;
  readonly remove: () => void;
}

export interface DesktopCard {
  /** Takes over from a session before; its card is the reader's. @returns how it ended */
  attach(talk: DesktopTalk): Promise<'disconnected' | 'forgotten' | 'lost'>;
  /** Ends the session, if there is one, and empties the reader. */
  end(why: 'stopped' | 'forgotten'): void;
}

/**
 * The phone's card in the desktop's reader, across the phone's coming and going. A command for a phone that is away waits
 * for it; one that was under way when the phone went is not sent again, because a PIN would cost a second try.
 */
export function desktopCard({ after, clock, random, insert, remove }: Options): DesktopCard {
  let session: PhoneSession | undefined;
  let shown: ReadonlyMap<number, Bytes> | undefined;
  let removal: (() => void) | undefined;
  let waiters: (() => void)[] = [];

  const empty = (): void => {
    if (shown !== undefined) remove();
    shown = undefined;
  };
  const ask: AskPhone = async (command) => {
    const until = clock() + ANSWER_MS;
    const present = session ?? (await arrival());
    return present.ask(command, Math.max(1, until - clock()));
  };
  const arrival = (): Promise<PhoneSession> =>
    new Promise((resolve, reject) => {
      const takeBack = after(ANSWER_MS, () => reject(new WalletError('link_broken', { why: 'asleep' })));
      waiters.push(() => {
        takeBack();
        if (session !== undefined) resolve(session);
      });
    });
  const show = (objects: ReadonlyMap<number, Bytes> | undefined): void => {
    if (objects === undefined) return empty();
    if (shown !== undefined && sameObjects(shown, objects)) return;
    empty();
    shown = objects;
    insert(remoteCard({ objects, ask, powerOff: () => session?.powerOff(), random }));
  };

  return {
    attach: async (talk) => {
      removal?.();
      removal = undefined;
      session?.end('stopped');
      const mine = phoneSession(talk, {
        after,
        changed: (objects) => {
          show(objects);
          const woken = waiters;
          waiters = [];
          for (const wake of woken) wake();
        },
      });
      session = mine;
      const how = await mine.ended;
      // Another connection may have taken its place.
      if (session !== mine) return how;
      session = undefined;
      if (how === 'lost') removal = after(GRACE_MS, empty);
      else empty();
      return how;
    },
    end: (why) => {
      removal?.();
      session?.end(why);
      session = undefined;
      empty();
    },
  };
}
