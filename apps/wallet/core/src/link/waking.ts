import { errorCatalogue, pushFacts, type PushFacts } from '@lanyard/contract';
import { LanyardWalletError, ServerError, WalletError } from '../errors.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import type { DesktopParts } from './desktop-parts.ts';

export interface WakingState {
  readonly state: 'unsupported' | 'denied' | 'off' | 'on';
  /** Why the desktop that is connected could not be told to. */
  readonly trouble: LanyardWalletError | undefined;
}

/** Whether a desktop may wake the wallet when it is closed: the one that is connected, until its holder ends that. */
export interface Waking {
  state(): Promise<WakingState>;
  /**
   * @param connected the desktop that is
   * @throws WalletError `waking_denied`, `waking_unavailable`; ServerError `wake_forbidden`
   */
  turnOn(connected: string | undefined): Promise<void>;
  turnOff(): Promise<void>;
  /** A desktop is connected: it may, and no other. */
  mayWake(readerId: string): Promise<void>;
  /** Its holder disconnected it. */
  mayWakeNoMore(): Promise<void>;
}

export function createWaking(
  { api, push, records }: Pick<DesktopParts, 'api' | 'push' | 'records'>,
  changed: () => void,
): Waking {
  const queue = oneAtATime();
  let trouble: LanyardWalletError | undefined;

  const facts = (): Promise<PushFacts> => api.call({ method: 'GET', path: '/device/push', answer: pushFacts });
  /** A server that cannot be told has the old state: what matters is said again at the next connection. */
  const told = async (tell: () => Promise<unknown>): Promise<void> => {
    try {
      await tell();
      trouble = undefined;
    } catch (error) {
      if (!(error instanceof LanyardWalletError)) throw error;
      trouble = error;
    }
    changed();
  };
  const mayWake = (readerId: string): Promise<void> =>
    queue(async () => {
      const { wake, last } = await records.habits();
      // Meanwhile its holder may have disconnected it.
      if (push === undefined || wake !== true || last !== readerId) return;
      await told(async () => {
        const subscription = await push.subscribe((await facts()).applicationServerKey);
        await api.call({ method: 'PUT', path: '/device/push', body: { subscription, readerId } });
      });
    });
  const tellNoMore = async (): Promise<void> => {
    if ((await records.habits()).wake !== true) return;
    await told(() => api.call({ method: 'DELETE', path: '/device/push' }));
  };

  return {
    mayWake,
    mayWakeNoMore: () => queue(tellNoMore),
    state: async () => {
      const system = (await push?.state()) ?? 'unsupported';
      const state = system === 'possible' ? ((await records.habits()).wake === true ? 'on' : 'off') : system;
      return { state, trouble };
    },
    turnOn: async (connected) => {
      if (push === undefined) throw new WalletError('waking_unavailable');
      // First of all: a browser asks only in the moment of a tap.
      if (!(await push.allow())) throw new WalletError('waking_denied');
      const { allowed, applicationServerKey } = await facts();
      if (!allowed) throw forbidden();
      await push.subscribe(applicationServerKey);
      await records.setHabits({ wake: true });
      changed();
      if (connected !== undefined) await mayWake(connected);
    },
    // In one: a desktop that is being connected meanwhile must not be allowed to again in between.
    turnOff: () =>
      queue(async () => {
        await tellNoMore();
        await records.setHabits({ wake: false });
        await push?.unsubscribe();
        changed();
      }),
  };
}

function forbidden(): ServerError {
  const { title, next } = errorCatalogue.wake_forbidden;
  return new ServerError({ code: 'wake_forbidden', status: 0, title, next, reference: '', details: {} });
}
