import type { VaultWay, WalletSetting } from '@lanyard/contract';
import type { Bytes } from '@lanyard/pki';
import { WalletError } from './errors.ts';
import { mayOpenOffline } from './passcode-rules.ts';
import type { Clock, RandomBytes, Storage } from './ports.ts';
import { seal, unseal, type Sealed } from './sealing.ts';
import { stretch, verifierOf, wrapKeyOf, type Door } from './vault-keys.ts';
import type { VaultServer } from './vault-server.ts';

export interface VaultPorts {
  readonly storage: Storage;
  readonly server: VaultServer;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly deviceId: () => Promise<string>;
  readonly policy: () => Promise<WalletSetting>;
  /** PBKDF2 rounds for secrets chosen from now on. */
  readonly iterations: number;
}

export interface Salted {
  readonly salt: Bytes;
  readonly iterations: number;
}

interface WrappedKey extends Salted {
  readonly wrapped: Sealed;
}

export interface VaultRecord {
  readonly doors: Readonly<Partial<Record<Door, WrappedKey>>>;
  /** A way whose new secret the server may already have, while the key is not wrapped for it yet. */
  readonly choosing?: Salted & { readonly way: VaultWay };
}

const STORED_UNDER = 'vault';
const NO_SHARE = new Uint8Array(0);

export const loadVault = async (ports: VaultPorts): Promise<VaultRecord> =>
  (await ports.storage.get<VaultRecord>(STORED_UNDER)) ?? { doors: {} };
export const saveVault = (ports: VaultPorts, record: VaultRecord): Promise<void> =>
  ports.storage.put(STORED_UNDER, record);
export const forgetVault = (ports: VaultPorts): Promise<void> => ports.storage.delete(STORED_UNDER);

export const freshSalt = ({ random, iterations }: VaultPorts): Salted => ({ salt: random(32), iterations });

const labelOf = async (ports: VaultPorts, door: Door): Promise<string> =>
  `lanyard vault key|${await ports.deviceId()}|${door}`;

interface Opening {
  readonly door: Door;
  readonly stretched: Bytes;
  readonly share: Bytes;
}

export async function wrapKey(ports: VaultPorts, opening: Opening, salted: Salted, key: Bytes): Promise<WrappedKey> {
  const wrapping = await wrapKeyOf(opening.stretched, opening.share, opening.door);
  return { ...salted, wrapped: await seal(wrapping, await labelOf(ports, opening.door), key, ports.random) };
}

async function unwrapKey(ports: VaultPorts, opening: Opening, wrapped: Sealed): Promise<Bytes> {
  const wrapping = await wrapKeyOf(opening.stretched, opening.share, opening.door);
  const key = await unseal(wrapping, await labelOf(ports, opening.door), wrapped);
  if (key === undefined) throw new WalletError('vault_damaged');
  return key;
}

/** Opens a door with the holder's secret and the server's share. */
export async function openWithServer(ports: VaultPorts, way: VaultWay, secret: string): Promise<Bytes> {
  const record = await loadVault(ports);
  const door = record.doors[way];
  if (door === undefined) throw new WalletError('vault_not_set_up');
  const stretched = await stretch(secret, door.salt, door.iterations);
  const share = await ports.server.open(way, await verifierOf(stretched, way));
  const key = await unwrapKey(ports, { door: way, stretched, share }, door.wrapped);
  if (way === 'passcode') await saveVault(ports, await withOfflineDoor(ports, record, secret, key));
  return key;
}

/** Opens with the passcode alone, where policy made such a door. A wrong one cannot be told from damage here. */
export async function openOffline(ports: VaultPorts, passcode: string): Promise<Bytes> {
  const { offline } = (await loadVault(ports)).doors;
  const allowed = (await ports.policy()).offlineOpening;
  if (offline === undefined || !allowed) throw new WalletError('offline_opening_not_allowed');
  const stretched = await stretch(passcode, offline.salt, offline.iterations);
  const wrapping = await wrapKeyOf(stretched, NO_SHARE, 'offline');
  const key = await unseal(wrapping, await labelOf(ports, 'offline'), offline.wrapped);
  if (key === undefined) throw new WalletError('passcode_wrong');
  return key;
}

/** Keeps the door without the server in step with the passcode and with policy. */
export async function withOfflineDoor(
  ports: VaultPorts,
  record: VaultRecord,
  passcode: string,
  key: Bytes,
): Promise<VaultRecord> {
  const { offline: _old, ...doors } = record.doors;
  if (!(await ports.policy()).offlineOpening || !mayOpenOffline(passcode)) return { ...record, doors };
  const salted = freshSalt(ports);
  const stretched = await stretch(passcode, salted.salt, salted.iterations);
  const offline = await wrapKey(ports, { door: 'offline', stretched, share: NO_SHARE }, salted, key);
  return { ...record, doors: { ...doors, offline } };
}
