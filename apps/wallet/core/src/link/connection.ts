import { isServerError, LanyardWalletError, WalletError } from '../errors.ts';
import type { CardAct } from './card-use.ts';
import type { Over } from './carrier.ts';
import { CONFIRM_MS } from './connect.ts';
import { connectDesktop, type ConnectRun, CONSENT_MS, type Start } from './connect-desktop.ts';
import type { DesktopParts } from './desktop-parts.ts';
import type { PairedRecord } from './desktop-record.ts';
import { question, type Question } from './question.ts';
import { createReconnection, mayPass } from './reconnection.ts';
import type { CardShare } from './share-card.ts';

/** A connection that was confirmed and then lost is the same one for so long. */
const SAME_CONNECTION_MS = 10 * 60_000;

/** Is this the number on that desktop? */
export interface NumberToConfirm {
  readonly readerId: string;
  readonly name: string;
  readonly number: string;
}

export interface UseToAllow {
  /** Of the desktop. */
  readonly name: string;
  readonly act: CardAct;
}

/** Why the last connection did not come about, or ended by itself. */
export interface Trouble {
  readonly readerId: string;
  /** Of the desktop, which may be in no list any more. */
  readonly name: string;
  readonly error: LanyardWalletError;
  /** Milliseconds from then until it is tried again by itself; absent: it is not. */
  readonly again?: number;
}

/** The connection to a desktop: there is one at the most, and it may come back by itself. */
export interface Connection {
  readonly present: { readonly readerId: string; readonly over: Over; readonly shared: boolean } | undefined;
  readonly confirm: Question<NumberToConfirm>;
  readonly consent: Question<UseToAllow>;
  readonly trouble: Trouble | undefined;
  /**
   * Ends the one before.
   * @param over the way that led there last, where none is said
   * @throws WalletError `desktop_not_paired`, and what `connectDesktop` throws
   */
  open(readerId: string, over?: Over): Promise<void>;
  /** To the desktop that was connected last, soon, where that is wanted. */
  openAgain(): Promise<unknown>;
  openNoMore(): void;
  /** @param readerId only if it is to this desktop */
  end(why: 'disconnected' | 'forgotten', readerId?: string): void;
  /** Ends the present one, and tells why. */
  forgottenElsewhere(): void;
  /** Ends it for a while: within ten minutes it is the same one. */
  pause(): void;
  resume(): void;
  /** The card may be another one, and the organisation's rules others. */
  afterCheckIn(): Promise<void>;
}

interface Current {
  readonly desktop: PairedRecord;
  readonly run: ConnectRun;
  share: CardShare | undefined;
}

/** @param connected told whenever a desktop is */
export function createConnection(
  parts: DesktopParts,
  changed: () => void,
  connected: (readerId: string) => void,
): Connection {
  const { records, clock, after } = parts;
  const confirm: Connection['confirm'] = question(after, changed);
  const consent: Connection['consent'] = question(after, changed);
  /** Asked for, before it is known how. */
  let wanted: { readonly readerId: string } | undefined;
  let current: Current | undefined;
  let trouble: Trouble | undefined;
  /** Over the relay, where its number was compared. */
  let lost: { readonly readerId: string; readonly at: number } | undefined;
  const noteLoss = ({ desktop: { readerId }, run }: Current): void => {
    lost = run.over === 'relay' ? { readerId, at: clock() } : undefined;
  };

  const drop = (why: Parameters<CardShare['end']>[0]): void => {
    reconnection.cancel();
    wanted = undefined;
    const before = current;
    current = undefined;
    confirm.answer(false);
    consent.answer(false);
    before?.share?.end(why);
    before?.run.cancel();
  };

  const open = async (readerId: string, tries: number, start: Partial<Start> = {}): Promise<void> => {
    const { desktop, over } = await wayTo(readerId, start);
    // The same one again: its card stays there meanwhile.
    drop(current?.desktop.readerId === readerId ? 'asleep' : 'disconnected');
    const isMine = (): boolean => current === mine;
    const run = runTo(desktop, { over, tapped: start.tapped === true }, isMine);
    const mine: Current = { desktop, run, share: undefined };
    current = mine;
    changed();
    let near: string | undefined;
    try {
      ({ share: mine.share, near } = await mine.run.connected);
    } catch (error) {
      if (current === mine) await failed(desktop, error, tries);
      throw error;
    } finally {
      changed();
    }
    follow(mine, mine.share);
    // Its holder may have ended it meanwhile, or forgotten the desktop: nothing of that is undone.
    if (!isMine()) throw new WalletError('connection_refused');
    trouble = undefined;
    await Promise.all([
      records.renew({ ...desktop, lastConnectedAt: clock(), over, ...(near === undefined ? {} : { near }) }),
      records.setHabits({ last: readerId }),
    ]);
    if (!isMine()) return;
    connected(readerId);
    changed();
  };
  const wayTo = async (readerId: string, start: Partial<Start>): Promise<{ desktop: PairedRecord; over: Over }> => {
    reconnection.cancel();
    const mine = (wanted = { readerId });
    try {
      const desktop = (await records.list()).find((known) => known.readerId === readerId);
      if (desktop === undefined) throw new WalletError('desktop_not_paired');
      const over = start.over ?? (await usualWay(parts, desktop));
      // Its holder may have ended it meanwhile, or wanted another.
      if (wanted !== mine) throw new WalletError('connection_refused');
      return { desktop, over };
    } finally {
      if (wanted === mine) wanted = undefined;
    }
  };
  const reconnection = createReconnection(parts, { open, busy: () => wanted !== undefined || current !== undefined });

  const runTo = (desktop: PairedRecord, start: Start, isMine: () => boolean): ConnectRun => {
    const { readerId, name } = desktop;
    const resumes = lost?.readerId === readerId && clock() - lost.at < SAME_CONNECTION_MS;
    return connectDesktop(parts, desktop, start, {
      confirm: async (number) => resumes || (isMine() && confirm.ask({ readerId, name, number }, CONFIRM_MS)),
      consent: (act, gone) => consent.ask({ name, act }, CONSENT_MS, gone),
      used: changed,
    });
  };

  const failed = async ({ readerId, name }: PairedRecord, error: unknown, tries: number): Promise<void> => {
    current = undefined;
    confirm.answer(false);
    if (!(error instanceof LanyardWalletError)) return;
    if (isServerError(error, 'desktop_not_paired')) {
      noteForgotten({ readerId, name });
      return await records.remove(readerId);
    }
    const mine = (trouble = { readerId, name, error });
    const again = mayPass(error) ? await reconnection.later(tries) : undefined;
    if (trouble === mine && again !== undefined) trouble = { ...mine, again };
  };

  /** Paired anew it is another one: its number is compared again. */
  const noteForgotten = ({ readerId, name }: Pick<PairedRecord, 'readerId' | 'name'>): void => {
    if (lost?.readerId === readerId) lost = undefined;
    trouble = { readerId, name, error: new WalletError('desktop_forgotten') };
  };

  const ended = async (mine: Current, how: Awaited<CardShare['ended']>): Promise<void> => {
    if (current !== mine) return;
    current = undefined;
    consent.answer(false);
    const { readerId } = mine.desktop;
    if (how === 'forgotten') {
      noteForgotten(mine.desktop);
      await records.remove(readerId);
      await records.setHabits({ last: null });
    } else {
      if (how === 'lost') noteLoss(mine);
      await reconnection.later(0);
    }
    changed();
  };
  const follow = (mine: Current, share: CardShare): void =>
    void share.ended.then((how) => ended(mine, how)).catch(parts.failed);

  return {
    confirm,
    consent,
    get present() {
      if (current === undefined) return undefined;
      const { desktop, run, share } = current;
      return { readerId: desktop.readerId, over: run.over, shared: share !== undefined };
    },
    get trouble() {
      return trouble;
    },
    open: (readerId, over) => open(readerId, 0, { tapped: true, ...(over === undefined ? {} : { over }) }),
    openAgain: () => reconnection.later(0),
    forgottenElsewhere: () => {
      if (current === undefined) return;
      const { desktop } = current;
      drop('forgotten');
      noteForgotten(desktop);
    },
    openNoMore: () => {
      reconnection.cancel();
      if (trouble === undefined) return;
      const { again: _again, ...told } = trouble;
      trouble = told;
    },
    resume: reconnection.resume,
    pause: () => {
      reconnection.pause();
      const before = current;
      drop('asleep');
      if (before?.share !== undefined) noteLoss(before);
    },
    end: (why, readerId) => {
      const isMeant = (one: string | undefined): boolean => readerId === undefined || one === readerId;
      if (isMeant(lost?.readerId)) lost = undefined;
      if (isMeant(wanted?.readerId)) wanted = undefined;
      if (isMeant(trouble?.readerId)) trouble = undefined;
      if (isMeant(current?.desktop.readerId)) drop(why);
    },
    afterCheckIn: async () => {
      // What is forbidden from now on ends now; a desktop that was connected does not come back by itself meanwhile.
      const { desktops } = await parts.policy();
      if (trouble !== undefined && isAllowedAgain(trouble.error, desktops)) trouble = undefined;
      const over = current?.run.over;
      if (current === undefined || over === undefined || desktops[over] !== 'forbidden')
        return current?.share?.refresh();
      const { readerId, name } = current.desktop;
      drop('forbidden');
      trouble = { readerId, name, error: new WalletError(FORBIDDEN[over]) };
    },
  };
}

const FORBIDDEN = { relay: 'relay_forbidden', bluetooth: 'bluetooth_forbidden' } as const;

const isAllowedAgain = ({ code }: LanyardWalletError, ways: Readonly<Record<Over, 'allowed' | 'forbidden'>>): boolean =>
  (code === FORBIDDEN.relay && ways.relay === 'allowed') ||
  (code === FORBIDDEN.bluetooth && ways.bluetooth === 'allowed');

/** The way that led there last, unless it is forbidden and the other is there. */
async function usualWay({ policy, bluetooth }: DesktopParts, { over = 'relay' }: PairedRecord): Promise<Over> {
  const { desktops } = await policy();
  const other = over === 'relay' ? 'bluetooth' : 'relay';
  const isThere = other === 'relay' || bluetooth !== undefined;
  return desktops[over] === 'forbidden' && desktops[other] === 'allowed' && isThere ? other : over;
}
