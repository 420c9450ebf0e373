import { findDesktopInput, pairedDesktops, type WaitingDesktop, waitingDesktops } from '@lanyard/contract';
import { isServerError, isWalletError, LanyardWalletError, WalletError } from '../errors.ts';
import { normaliseSecret } from '../one-time-secret.ts';
import type { CardAct, CardUse } from './card-use.ts';
import { CONFIRM_MS } from './connect.ts';
import { connectDesktop, type ConnectRun, CONSENT_MS } from './connect-desktop.ts';
import type { DesktopParts } from './desktop-parts.ts';
import type { PairedRecord } from './desktop-record.ts';
import { pairDesktop, type PairingProgress, type PairingRun, type WaitingChoice } from './pair-desktop.ts';
import { question } from './question.ts';
import type { CardShare } from './share-card.ts';

/** A paired desktop, as the wallet shows it. Paired and connected are different: only a connected one has the card. */
export interface DesktopView {
  readonly readerId: string;
  readonly name: string;
  readonly state: 'paired' | 'connecting' | 'connected';
  /** Milliseconds since 1970. */
  readonly pairedAt: number;
  readonly lastConnectedAt: number | undefined;
}

export interface DesktopsState {
  /** The last paired first. */
  readonly desktops: readonly DesktopView[];
  /** While a pairing is under way: the code to be typed on the desktop. */
  readonly pairing: PairingProgress | undefined;
  /** A connection to be confirmed: is this the number on that desktop? */
  readonly confirm: { readonly readerId: string; readonly name: string; readonly number: string } | undefined;
  /** A use to be allowed, where the organisation has the holder asked. */
  readonly consent: { readonly name: string; readonly act: CardAct } | undefined;
  /** "Bluetooth - Auto Re-Connect" */
  readonly autoReconnect: boolean;
  /** The newest first, 200 at the most. */
  readonly uses: readonly CardUse[];
  /** Why the last connection did not come about, or ended by itself. */
  readonly trouble: { readonly readerId: string; readonly error: LanyardWalletError } | undefined;
}

/** The wallet's desktops. Errors are `WalletError` and `ServerError`. */
export interface Desktops {
  state(): Promise<DesktopsState>;
  /** @returns stops telling */
  onChange(listen: () => void): () => void;
  /** When the wallet opens: forgets what was forgotten elsewhere, and reconnects to the last desktop where that is on. */
  start(): Promise<void>;
  /** When the wallet closes: the connection ends, and may come back by itself later. */
  stop(): void;
  /** The desktops that wait under a word, as they show it; case and spaces do not matter. */
  find(word: string): Promise<readonly WaitingDesktop[]>;
  pair(choice: WaitingChoice): Promise<void>;
  cancelPairing(): void;
  /** Resolves when it is connected. A desktop that was connected before is only paired then. */
  connect(readerId: string): Promise<void>;
  answerConfirm(yes: boolean): void;
  answerConsent(yes: boolean): void;
  /** Ends the connection; it does not come back by itself. */
  disconnect(): Promise<void>;
  /** "Forget this device" */
  forget(readerId: string): Promise<void>;
  setAutoReconnect(on: boolean): Promise<void>;
  /** The card may be another one, and the organisation's rules others. */
  afterCheckIn(): Promise<void>;
}

/** Milliseconds between tries to reconnect; the last goes on. */
const RECONNECT_MS = [1_000, 2_000, 5_000, 15_000, 30_000, 60_000, 120_000, 300_000] as const;
/** A connection that was confirmed and then lost is the same one for so long. */
const SAME_CONNECTION_MS = 10 * 60_000;

interface Current {
  readonly desktop: PairedRecord;
  readonly run: ConnectRun;
  share: CardShare | undefined;
}

export function createDesktops(parts: DesktopParts): Desktops {
  const { api, records, clock, after } = parts;
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listen of listeners) listen();
  };
  const confirm = question<NonNullable<DesktopsState['confirm']>>(after, changed);
  const consent = question<NonNullable<DesktopsState['consent']>>(after, changed);
  let pairing: { readonly run: PairingRun; progress: PairingProgress | undefined } | undefined;
  let current: Current | undefined;
  let trouble: DesktopsState['trouble'];
  let lost: { readonly readerId: string; readonly at: number } | undefined;
  let retry: (() => void) | undefined;
  let stopped = false;

  const drop = (why: 'disconnected' | 'forgotten'): void => {
    retry?.();
    retry = undefined;
    const before = current;
    current = undefined;
    confirm.answer(false);
    consent.answer(false);
    before?.share?.end(why);
    before?.run.cancel();
  };

  const open = async (readerId: string, tries: number): Promise<void> => {
    const desktop = (await records.list()).find((known) => known.readerId === readerId);
    if (desktop === undefined) throw new WalletError('desktop_not_paired');
    drop('disconnected');
    const { name } = desktop;
    const resumes = lost?.readerId === readerId && clock() - lost.at < SAME_CONNECTION_MS;
    const run = connectDesktop(parts, desktop, {
      confirm: (number) => (resumes ? Promise.resolve(true) : confirm.ask({ readerId, name, number }, CONFIRM_MS)),
      consent: (act) => consent.ask({ name, act }, CONSENT_MS),
      used: changed,
    });
    const mine: Current = { desktop, run, share: undefined };
    current = mine;
    changed();
    try {
      mine.share = await run.connected;
    } catch (error) {
      if (current === mine) await failed(readerId, error, tries);
      throw error;
    } finally {
      changed();
    }
    trouble = undefined;
    await records.put({ ...desktop, lastConnectedAt: clock() });
    await records.setHabits({ last: readerId });
    follow(mine, mine.share);
    changed();
  };

  const failed = async (readerId: string, error: unknown, tries: number): Promise<void> => {
    current = undefined;
    confirm.answer(false);
    if (!(error instanceof LanyardWalletError)) return;
    trouble = { readerId, error };
    if (isServerError(error, 'desktop_not_paired')) await records.remove(readerId);
    if (mayPass(error)) await reconnectLater(tries);
  };

  const follow = (mine: Current, share: CardShare): void => {
    void share.ended
      .then(async (how) => {
        if (current !== mine) return;
        current = undefined;
        consent.answer(false);
        const { readerId } = mine.desktop;
        if (how === 'forgotten') {
          await records.remove(readerId);
          await records.setHabits({ last: null });
        } else {
          if (how === 'lost') lost = { readerId, at: clock() };
          await reconnectLater(0);
        }
        changed();
      })
      .catch(parts.failed);
  };

  const reconnectLater = async (tries: number): Promise<void> => {
    const { autoReconnect, last } = await records.habits();
    if (!autoReconnect || last === undefined || stopped || current !== undefined) return;
    retry?.();
    retry = after(RECONNECT_MS[Math.min(tries, RECONNECT_MS.length - 1)] ?? 0, () => {
      retry = undefined;
      // Said in `trouble`; nobody waits for this try.
      open(last, tries + 1).catch((error: unknown) => {
        if (!(error instanceof LanyardWalletError)) parts.failed(error);
      });
    });
  };

  return {
    onChange: (listen) => {
      listeners.add(listen);
      return () => void listeners.delete(listen);
    },
    state: async () => ({
      desktops: (await records.list()).map((desktop) => viewOf(desktop, current)),
      pairing: pairing?.progress,
      confirm: confirm.asked,
      consent: consent.asked,
      autoReconnect: (await records.habits()).autoReconnect,
      uses: await records.uses(),
      trouble,
    }),
    start: async () => {
      stopped = false;
      await reconcile(parts, () => pairing !== undefined);
      await reconnectLater(0);
      changed();
    },
    stop: () => {
      stopped = true;
      pairing?.run.cancel();
      const before = current;
      drop('disconnected');
      if (before?.share !== undefined) lost = { readerId: before.desktop.readerId, at: clock() };
    },
    find: async (word) => {
      const body = findDesktopInput.safeParse({ word: normaliseSecret(word) });
      if (!body.success) return [];
      const path = '/device/desktops/find';
      return (await api.call({ method: 'POST', path, body: body.data, answer: waitingDesktops })).desktops;
    },
    pair: async (choice) => {
      if ((await parts.card()) === undefined) throw new WalletError('no_card_to_share');
      pairing?.run.cancel();
      const asTyped = { ...choice, word: normaliseSecret(choice.word) };
      const run = pairDesktop(parts, asTyped, (progress) => {
        if (pairing?.run === run) pairing.progress = progress;
        changed();
      });
      pairing = { run, progress: undefined };
      try {
        await run.done;
      } finally {
        if (pairing.run === run) pairing = undefined;
        changed();
      }
    },
    cancelPairing: () => pairing?.run.cancel(),
    connect: (readerId) => {
      stopped = false;
      return open(readerId, 0);
    },
    answerConfirm: confirm.answer,
    answerConsent: consent.answer,
    disconnect: async () => {
      await records.setHabits({ last: null });
      lost = undefined;
      drop('disconnected');
      changed();
    },
    forget: async (readerId) => {
      if ((await records.habits()).last === readerId) await records.setHabits({ last: null });
      if (current?.desktop.readerId === readerId) drop('forgotten');
      // Without its key here nobody connects to it, whatever becomes of the rest.
      await records.remove(readerId);
      changed();
      await unpair(parts, readerId);
    },
    setAutoReconnect: async (autoReconnect) => {
      await records.setHabits({ autoReconnect });
      if (!autoReconnect) retry?.();
      changed();
    },
    afterCheckIn: async () => {
      if (current === undefined) return;
      // What is forbidden from now on ends now; a desktop that was connected does not come back by itself meanwhile.
      if ((await parts.policy()).desktops.relay === 'forbidden') drop('disconnected');
      else await current.share?.refresh();
      changed();
    },
  };
}

/** Whether trying again by itself may help: not where somebody decided, or the other side is not who it was. */
const mayPass = (error: LanyardWalletError): boolean =>
  isWalletError(error, 'offline', 'link_broken', 'desktop_not_reachable') ||
  isServerError(error, 'desktop_away', 'relay_limited', 'relay_ticket_invalid', 'database_unavailable');

function viewOf(
  { readerId, name, pairedAt, lastConnectedAt }: PairedRecord,
  current: Current | undefined,
): DesktopView {
  const isCurrent = current?.desktop.readerId === readerId;
  const state = !isCurrent ? 'paired' : current.share === undefined ? 'connecting' : 'connected';
  return { readerId, name, state, pairedAt, lastConnectedAt };
}

/** Forgets here what was forgotten elsewhere, and there what was forgotten here while the server was away. */
async function reconcile(parts: DesktopParts, isPairing: () => boolean): Promise<void> {
  const { api, records } = parts;
  try {
    const call = { method: 'GET', path: '/device/desktops', answer: pairedDesktops } as const;
    const there = new Set((await api.call(call)).desktops.map(({ readerId }) => readerId));
    if (isPairing()) return;
    const here = new Set((await records.list()).map(({ readerId }) => readerId));
    for (const readerId of here) if (!there.has(readerId)) await records.remove(readerId);
    for (const readerId of there) if (!here.has(readerId)) await unpair(parts, readerId);
  } catch (error) {
    if (!isWalletError(error, 'offline')) throw error;
  }
}

async function unpair({ api }: DesktopParts, readerId: string): Promise<void> {
  try {
    await api.call({ method: 'DELETE', path: `/device/desktops/${readerId}` });
  } catch (error) {
    if (!isServerError(error, 'desktop_not_paired')) throw error;
  }
}
