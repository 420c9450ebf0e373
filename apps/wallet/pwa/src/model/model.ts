import type { PendingRequest, ServerFacts } from '@lanyard/contract';
import {
  isServerError,
  isWalletError,
  LanyardWalletError,
  oneAtATime,
  type ActivationProgress,
  type ActivationState,
  type DesktopsState,
  type Storage,
  type Wallet,
  type WalletOverview,
} from '@lanyard/wallet/core';
import { reportedPlatform, type WalletPlatform } from '../environment/platform.ts';

/** Everything that screens are drawn from. */
export interface ModelState {
  readonly overview: WalletOverview;
  /** When the overview was read; milliseconds. */
  readonly now: number;
  readonly facts: ServerFacts | undefined;
  /** Whether the server answered when it was asked last. */
  readonly online: boolean;
  /** The server no longer knows this device, or has it as lost. */
  readonly ended: 'device_unknown' | 'device_lost' | undefined;
  readonly platform: WalletPlatform;
  /** The request that a link or a scanned code named. */
  readonly linked: string | undefined;
  /** What the server says of that request; absent until it said so. */
  readonly linkedRequest: PendingRequest | undefined;
  /** The person looks at what is here without unlocking. */
  readonly looking: boolean;
  readonly activation: ActivationRun;
  readonly desktops: DesktopsState;
  /** Starts a newer version of the wallet, when one waits. */
  readonly update: (() => void) | undefined;
}

export interface ActivationRun {
  readonly progress: ActivationProgress | undefined;
  readonly error: unknown;
  /** Just finished: the success screen is due. */
  readonly done: boolean;
}

export interface Model {
  readonly wallet: Wallet;
  get(): ModelState;
  subscribe(listener: () => void): () => void;
  /** Reads again what the wallet holds. */
  refresh(): Promise<void>;
  /** Asks the server what is new; being offline is no error. */
  contact(): Promise<void>;
  choosePlatform(platform: WalletPlatform): Promise<void>;
  link(requestId: string | undefined): Promise<void>;
  look(looking: boolean): void;
  offerUpdate(start: () => void): void;
  /** Runs a part of an activation whose progress outlives the screen that began it. */
  runActivation(act: (onProgress: (progress: ActivationProgress) => void) => Promise<ActivationState>): Promise<void>;
  clearActivation(): void;
  /** Takes the way to desktops up again, where there is a card to share and its holder wants that. */
  startDesktops(): Promise<void>;
  /** Connects the desktop that called. */
  answerCall(readerId: string): Promise<void>;
}

const IDLE: ActivationRun = { progress: undefined, error: undefined, done: false };

export async function createModel(wallet: Wallet, storage: Storage): Promise<Model> {
  const listeners = new Set<() => void>();
  let state: ModelState = {
    overview: await wallet.overview(),
    now: Date.now(),
    facts: await storage.get<ServerFacts>('server-facts'),
    online: true,
    ended: undefined,
    platform: (await storage.get<WalletPlatform>('platform')) ?? reportedPlatform(),
    linked: await storage.get<string>('linked'),
    linkedRequest: undefined,
    looking: false,
    activation: IDLE,
    desktops: await wallet.desktops.state(),
    update: undefined,
  };
  const set = (change: Partial<ModelState>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const refresh = async (): Promise<void> => set({ overview: await wallet.overview(), now: Date.now() });

  // One look after another, so that the last one shown is the last one taken. A desktop's use may have closed the PIN.
  const inTurn = oneAtATime();
  const lookAtDesktops = async (): Promise<void> => {
    set({ desktops: await wallet.desktops.state() });
    await refresh();
  };
  wallet.desktops.onChange(() => void inTurn(lookAtDesktops).catch(reportError));

  const describeLinked = async (): Promise<void> => {
    const { linked } = state;
    if (linked === undefined) return;
    try {
      set({ linkedRequest: await wallet.describeRequest(linked) });
    } catch (error) {
      if (isWalletError(error, 'offline')) throw error;
      // The password's screen is where a request that is not to be had is explained.
    }
  };

  const contact = async (): Promise<void> => {
    try {
      const { registration } = await wallet.overview();
      if (registration === undefined) {
        const facts = await wallet.serverFacts();
        await storage.put('server-facts', facts);
        set({ facts, online: true, ended: undefined });
      } else {
        await wallet.checkIn();
        set({ online: true, ended: undefined });
        await describeLinked();
      }
    } catch (error) {
      if (isServerError(error, 'device_unknown', 'device_lost')) set({ ended: endedAs(error.code) });
      set({ online: !isWalletError(error, 'offline') });
    }
    await refresh();
  };

  const link = async (linked: string | undefined): Promise<void> => {
    if (linked === undefined) await storage.delete('linked');
    else await storage.put('linked', linked);
    set({ linked, linkedRequest: undefined });
    if (linked !== undefined) void contact();
  };

  const asRegistered = async (act: () => Promise<void>): Promise<void> => {
    if (state.overview.registration === undefined) return;
    try {
      await act();
    } catch (error) {
      // A server that says no says so at the check-in, with its screen.
      if (!(error instanceof LanyardWalletError)) throw error;
    }
  };

  return {
    wallet,
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    refresh,
    contact,
    choosePlatform: async (platform) => {
      set({ platform });
      await storage.put('platform', platform);
    },
    link,
    look: (looking) => set({ looking }),
    offerUpdate: (update) => set({ update }),
    runActivation: async (act) => {
      set({ activation: { ...IDLE, progress: 'Asking the issuer' } });
      try {
        const result = await act((progress) => set({ activation: { ...IDLE, progress } }));
        set({ activation: { ...IDLE, done: result.step === 'active' } });
        if (result.step === 'active') await link(undefined);
      } catch (error) {
        set({ activation: { ...IDLE, error } });
      }
      await refresh();
      if (state.activation.done) await contact();
    },
    clearActivation: () => set({ activation: IDLE }),
    startDesktops: () => asRegistered(wallet.desktops.start),
    // Why a desktop was not connected is told where desktops are.
    answerCall: (readerId) => asRegistered(() => wallet.desktops.wake(readerId)),
  };
}

const endedAs = (code: string): 'device_unknown' | 'device_lost' =>
  code === 'device_lost' ? 'device_lost' : 'device_unknown';
