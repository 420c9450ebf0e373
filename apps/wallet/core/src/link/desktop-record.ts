import type { Bytes } from '@lanyard/pki';
import { oneAtATime } from '../one-at-a-time.ts';
import type { RandomBytes, Storage } from '../ports.ts';
import type { CardUse } from './card-use.ts';
import type { Over } from './carrier.ts';
import { KEY_OCTETS, noiseKeys, type NoiseKeys } from './noise.ts';

/** A desktop that this phone is paired with, and the key by which it knows it again. */
export interface PairedRecord {
  readonly readerId: string;
  readonly name: string;
  readonly key: Bytes;
  readonly pairedAt: number;
  readonly lastConnectedAt?: number;
  /** The way that led to it last; the relay where nothing is said. */
  readonly over?: Over;
  /** By which Bluetooth finds it again. */
  readonly near?: string;
}

/** What is kept of desktops beside their list. */
interface Habits {
  /** "Bluetooth - Auto Re-Connect" */
  readonly autoReconnect: boolean;
  /** The desktop to reconnect to; none after its holder ended the connection by hand. */
  readonly last?: string;
  /** Whether that desktop may wake the wallet. */
  readonly wake?: boolean;
}

const AT = { key: 'desktop-link-key', list: 'desktops', habits: 'desktop-habits', uses: 'desktop-uses' } as const;
/** All of it belongs to one registration. */
export const DESKTOP_RECORDS: readonly string[] = Object.values(AT);
const MOST_USES = 200;

/** What a wallet keeps of its desktops. */
export interface DesktopRecords {
  /** This phone's static key towards desktops, made at the first call. */
  ownKeys(): Promise<NoiseKeys>;
  list(): Promise<readonly PairedRecord[]>;
  /** In the place of one of the same name. */
  put(desktop: PairedRecord): Promise<void>;
  /** In the place of one of the same name; nothing where that was forgotten meanwhile. */
  renew(desktop: PairedRecord): Promise<void>;
  remove(readerId: string): Promise<void>;
  habits(): Promise<Habits>;
  setHabits(change: { autoReconnect?: boolean; last?: string | null; wake?: boolean }): Promise<void>;
  /** The newest first. */
  uses(): Promise<readonly CardUse[]>;
  addUse(use: CardUse): Promise<void>;
}

export function desktopRecords(storage: Storage, random: RandomBytes): DesktopRecords {
  // Reading too: what was asked to be changed before is read as it was changed.
  const queue = oneAtATime();
  const list = async (): Promise<readonly PairedRecord[]> => (await storage.get(AT.list)) ?? [];
  const habits = async (): Promise<Habits> => (await storage.get(AT.habits)) ?? { autoReconnect: true };
  const uses = async (): Promise<readonly CardUse[]> => (await storage.get(AT.uses)) ?? [];
  const put = async (desktop: PairedRecord): Promise<void> =>
    storage.put(AT.list, [desktop, ...(await without(desktop.readerId))]);
  const without = async (readerId: string) => (await list()).filter((known) => known.readerId !== readerId);
  return {
    list: () => queue(list),
    habits: () => queue(habits),
    uses: () => queue(uses),
    ownKeys: () =>
      queue(async () => {
        const stored = await storage.get<Bytes>(AT.key);
        if (stored !== undefined) return noiseKeys(stored);
        const made = random(KEY_OCTETS);
        await storage.put(AT.key, made);
        return noiseKeys(made);
      }),
    put: (desktop) => queue(() => put(desktop)),
    renew: (desktop) =>
      queue(async () => {
        if ((await list()).some(({ readerId }) => readerId === desktop.readerId)) await put(desktop);
      }),
    remove: (readerId) => queue(async () => storage.put(AT.list, await without(readerId))),
    setHabits: ({ last, ...change }) =>
      queue(async () => {
        const { last: before, ...others } = await habits();
        const now = last === undefined ? before : (last ?? undefined);
        await storage.put(AT.habits, { ...others, ...change, ...(now === undefined ? {} : { last: now }) });
      }),
    addUse: (use) => queue(async () => storage.put(AT.uses, [use, ...(await uses())].slice(0, MOST_USES))),
  };
}
