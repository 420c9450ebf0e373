import type { VaultWay } from '@lanyard/contract';
import type { Bytes } from '@lanyard/pki';
import { isWalletError, WalletError } from './errors.ts';
import { seal, unseal, type Sealed } from './sealing.ts';
import { chooseSecret } from './vault-choose.ts';
import { forgetVault, loadVault, openOffline, openWithServer, saveVault, type VaultPorts } from './vault-doors.ts';
import { createHeldKey } from './vault-memory.ts';

/**
 * One random vault key seals every private key. It is wrapped once per way in, by a key made from the holder's secret,
 * a salt that stays on the device and a share that the server gives: without any one of the three it stays closed.
 */
export interface Vault {
  status(): Promise<VaultStatus>;
  /**
   * Opens; a passcode falls back to the door without the server where policy made one.
   * @throws ServerError `vault_secret_wrong` with the tries left, `vault_destroyed`; WalletError
   * `offline_opening_not_allowed`, `passcode_wrong`
   */
  open(way: VaultWay, secret: string): Promise<void>;
  /** Sets a way up for the first time. The first makes the vault; any other needs it open. */
  setUp(way: VaultWay, secret: string): Promise<void>;
  change(way: VaultWay, present: string, next: string): Promise<void>;
  /**
   * Gives a way a new secret though the one in force is not known, or was closed for good; the vault must be open.
   * @param ask gets the server's new share for the new verifier
   */
  reset(way: VaultWay, secret: string, ask: (verifier: Bytes) => Promise<Bytes>): Promise<void>;
  /** Forgets a way that the server closed for good. */
  closeWay(way: VaultWay): Promise<void>;
  lock(): void;
  /** @param label what is sealed and for what; authenticated with it */
  seal(label: string, plain: Bytes): Promise<Sealed>;
  /** @throws WalletError `vault_locked`, `vault_damaged` */
  unseal(label: string, sealed: Sealed): Promise<Bytes>;
  erase(): Promise<void>;
}

export interface VaultStatus {
  readonly open: boolean;
  readonly ways: readonly VaultWay[];
  readonly opensOffline: boolean;
}

export function createVault(ports: VaultPorts): Vault {
  const held = createHeldKey(ports.clock);
  let locks = 0;
  const lock = (): void => {
    locks += 1;
    held.lock();
  };
  /** Whoever locked meanwhile did not mean what was under way then. @returns whether it is open */
  const hold = async (key: Bytes, since: number): Promise<boolean> => {
    const { lockAfterMinutes } = await ports.policy();
    if (locks === since) held.hold(key, lockAfterMinutes * 60_000);
    else key.fill(0);
    return locks === since;
  };
  const open = async (find: () => Promise<Bytes>): Promise<void> => {
    const since = locks;
    if (!(await hold(await find(), since))) throw new WalletError('vault_locked');
  };
  /** A copy: locked meanwhile, the key is overwritten, and what would be wrapped then opens nothing. */
  const choose = async (way: VaultWay, secret: string, right: Parameters<typeof chooseSecret>[4]): Promise<void> => {
    const key = held.use().slice();
    try {
      await chooseSecret(ports, way, secret, key, right);
    } finally {
      key.fill(0);
    }
  };
  return {
    status: () => statusOf(ports, held.isOpen()),
    open: (way, secret) => open(() => openAnyhow(ports, way, secret)),
    setUp: async (way, secret) => {
      const since = locks;
      const { doors } = await loadVault(ports);
      if (doors[way] !== undefined) throw new WalletError('vault_way_set_up');
      const key = Object.keys(doors).length === 0 ? ports.random(32) : held.use().slice();
      await chooseSecret(ports, way, secret, key);
      await hold(key, since);
    },
    change: async (way, present, next) => {
      const { doors } = await loadVault(ports);
      if (doors[way] === undefined) throw new WalletError('vault_not_set_up');
      // Between the server's new share and our new wrap a stop closes this way for good: another must stand open.
      if (doors[way === 'passcode' ? 'pin' : 'passcode'] === undefined)
        throw new WalletError('vault_second_way_needed');
      if (!held.isOpen()) await open(() => openWithServer(ports, way, present));
      await choose(way, next, { present });
    },
    reset: (way, secret, ask) => choose(way, secret, { ask }),
    closeWay: async (way) => {
      const { [way]: _closed, ...others } = (await loadVault(ports)).doors;
      // The door without the server is a passcode's too.
      const { offline: _offline, ...doors } = others;
      await saveVault(ports, { doors: way === 'passcode' ? doors : others });
    },
    lock,
    seal: (label, plain) => seal(held.use(), label, plain, ports.random),
    unseal: async (label, sealed) => {
      const plain = await unseal(held.use(), label, sealed);
      if (plain === undefined) throw new WalletError('vault_damaged');
      return plain;
    },
    erase: () => {
      lock();
      return forgetVault(ports);
    },
  };
}

async function statusOf(ports: VaultPorts, open: boolean): Promise<VaultStatus> {
  const { doors } = await loadVault(ports);
  const ways = (['passcode', 'pin'] as const).filter((way) => doors[way] !== undefined);
  return { open, ways, opensOffline: doors.offline !== undefined && (await ports.policy()).offlineOpening };
}

async function openAnyhow(ports: VaultPorts, way: VaultWay, secret: string): Promise<Bytes> {
  try {
    return await openWithServer(ports, way, secret);
  } catch (error) {
    if (way !== 'passcode' || !isWalletError(error, 'offline')) throw error;
    return openOffline(ports, secret);
  }
}
