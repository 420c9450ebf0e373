import { findDesktopInput, type WaitingDesktop, waitingDesktops } from '@lanyard/contract';
import { LanyardWalletError } from '../errors.ts';
import { normaliseSecret } from '../one-time-secret.ts';
import type { CardUse } from './card-use.ts';
import type { Over } from './carrier.ts';
import {
  type Connection,
  createConnection,
  type NumberToConfirm,
  type Trouble,
  type UseToAllow,
} from './connection.ts';
import type { DesktopParts } from './desktop-parts.ts';
import type { PairedRecord } from './desktop-record.ts';
import type { BluetoothState } from './nearby/bluetooth.ts';
import type { PairedDesktop, PairingProgress, WaitingChoice } from './pair-desktop.ts';
import { createPairing } from './pairing.ts';
import { reconcile, unpair } from './reconcile-desktops.ts';
import { createWaking, type WakingState } from './waking.ts';

/** A paired desktop, as the wallet shows it. Paired and connected are different: only a connected one has the card. */
export interface DesktopView {
  readonly readerId: string;
  readonly name: string;
  readonly state: 'paired' | 'connecting' | 'connected';
  /** The way of the present connection, or of the last one. */
  readonly over: Over;
  /** Milliseconds since 1970. */
  readonly pairedAt: number;
  readonly lastConnectedAt: number | undefined;
}

export interface DesktopsState {
  /** The last paired first. */
  readonly desktops: readonly DesktopView[];
  /** While a pairing is under way: the code to be typed on the desktop. */
  readonly pairing: PairingProgress | undefined;
  /** A connection to be confirmed. */
  readonly confirm: NumberToConfirm | undefined;
  /** A use to be allowed, where the organisation has the holder asked. */
  readonly consent: UseToAllow | undefined;
  readonly ways: { readonly relay: 'ready' | 'forbidden'; readonly bluetooth: BluetoothState | 'forbidden' };
  /** "Bluetooth - Auto Re-Connect" */
  readonly autoReconnect: boolean;
  readonly waking: WakingState;
  /** The newest first, 200 at the most. */
  readonly uses: readonly CardUse[];
  readonly trouble: Trouble | undefined;
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
  pair(choice: WaitingChoice): Promise<PairedDesktop>;
  /** Pairs the desktop that the holder chooses among those near by; only after a tap. */
  pairNearby(): Promise<PairedDesktop>;
  cancelPairing(): void;
  /**
   * Resolves when it is connected. A desktop that was connected before is only paired then.
   * @param over the way that led there last, where none is said
   */
  connect(readerId: string, over?: Over): Promise<void>;
  /** @param to the question that was answered, as the state gave it; whichever is open where none is named */
  answerConfirm(yes: boolean, to?: NumberToConfirm): void;
  /** @param to as for `answerConfirm` */
  answerConsent(yes: boolean, to?: UseToAllow): void;
  /** Ends the connection; it does not come back by itself. */
  disconnect(): Promise<void>;
  /** "Forget this device" */
  forget(readerId: string): Promise<void>;
  setAutoReconnect(on: boolean): Promise<void>;
  /** "Let a desktop wake the wallet": called in answer to a tap. @throws as `Waking.turnOn` */
  setWaking(on: boolean): Promise<void>;
  /** Its holder follows a desktop's call. Resolves when it is connected. @throws as `connect` */
  wake(readerId: string): Promise<void>;
  /** The card may be another one, and the organisation's rules others. */
  afterCheckIn(): Promise<void>;
}

export function createDesktops(parts: DesktopParts): Desktops {
  const { api, records } = parts;
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listen of listeners) listen();
  };
  const waking = createWaking(parts, changed);
  const connection = createConnection(parts, changed, (readerId) => void waking.mayWake(readerId).catch(parts.failed));
  const pairing = createPairing(parts, changed);
  parts.bluetooth?.onChange(() => {
    changed();
    connection.openAgain().catch(parts.failed);
  });
  return {
    onChange: (listen) => {
      listeners.add(listen);
      return () => void listeners.delete(listen);
    },
    state: async () => ({
      desktops: (await records.list()).map((desktop) => viewOf(desktop, connection.present)),
      ways: await waysOf(parts),
      pairing: pairing.progress,
      confirm: connection.confirm.asked,
      consent: connection.consent.asked,
      autoReconnect: (await records.habits()).autoReconnect,
      waking: await waking.state(),
      uses: await records.uses(),
      trouble: connection.trouble,
    }),
    start: async () => {
      connection.resume();
      await reconcile(parts, () => pairing.underWay);
      await connection.openAgain();
      changed();
    },
    stop: () => {
      pairing.cancel();
      connection.pause();
    },
    find: async (word) => {
      const body = findDesktopInput.safeParse({ word: normaliseSecret(word) });
      if (!body.success) return [];
      const path = '/device/desktops/find';
      return (await api.call({ method: 'POST', path, body: body.data, answer: waitingDesktops })).desktops;
    },
    pair: pairing.overRelay,
    pairNearby: pairing.overBluetooth,
    cancelPairing: pairing.cancel,
    connect: async (readerId, over) => {
      connection.resume();
      await connection.open(readerId, over);
    },
    answerConfirm: connection.confirm.answer,
    answerConsent: connection.consent.answer,
    disconnect: async () => {
      const kept = records.setHabits({ last: null });
      connection.end('disconnected');
      changed();
      await kept;
      await waking.mayWakeNoMore();
    },
    forget: async (readerId) => {
      connection.end('forgotten', readerId);
      // Without its key here nobody connects to it, whatever becomes of the rest.
      await records.remove(readerId);
      if ((await records.habits()).last === readerId) await records.setHabits({ last: null });
      changed();
      await unpair(parts, readerId);
    },
    setAutoReconnect: async (autoReconnect) => {
      await records.setHabits({ autoReconnect });
      if (!autoReconnect) connection.openNoMore();
      changed();
    },
    setWaking: (on) => {
      const { present } = connection;
      return on ? waking.turnOn(present?.shared === true ? present.readerId : undefined) : waking.turnOff();
    },
    wake: async (readerId) => {
      const { present } = connection;
      // It is being connected as it is.
      if (present?.readerId === readerId && !present.shared) return;
      // The desktop does not hear this phone any more, whatever stands here.
      connection.pause();
      connection.resume();
      await connection.open(readerId);
    },
    afterCheckIn: async () => {
      // What was forgotten elsewhere must not stand here as paired, nor go on near by, where no relay cuts it off.
      const isPaired = (await records.list()).length > 0;
      const gone = isPaired ? await reconcile(parts, () => pairing.underWay).catch(laterThen) : [];
      const { present } = connection;
      if (present !== undefined && gone.includes(present.readerId)) connection.forgottenElsewhere();
      else await connection.afterCheckIn();
      // The ways that are allowed may be others too.
      changed();
    },
  };
}

function viewOf(
  { readerId, name, pairedAt, lastConnectedAt, over = 'relay' }: PairedRecord,
  present: Connection['present'],
): DesktopView {
  const here = present?.readerId === readerId ? present : undefined;
  const state = here === undefined ? 'paired' : here.shared ? 'connected' : 'connecting';
  return { readerId, name, state, over: here?.over ?? over, pairedAt, lastConnectedAt };
}

/** A server that says no now is asked again at the next check-in. */
function laterThen(error: unknown): readonly string[] {
  if (error instanceof LanyardWalletError) return [];
  throw error;
}

async function waysOf({ policy, bluetooth }: DesktopParts): Promise<DesktopsState['ways']> {
  const { desktops } = await policy();
  return {
    relay: desktops.relay === 'forbidden' ? 'forbidden' : 'ready',
    bluetooth: desktops.bluetooth === 'forbidden' ? 'forbidden' : ((await bluetooth?.state()) ?? 'missing'),
  };
}
