import type { VaultWay } from '@lanyard/contract';
import type { Bytes } from '@lanyard/pki';
import { isServerError, WalletError } from './errors.ts';
import {
  freshSalt,
  loadVault,
  saveVault,
  withOfflineDoor,
  wrapKey,
  type Salted,
  type VaultPorts,
  type VaultRecord,
} from './vault-doors.ts';
import { stretch, verifierOf } from './vault-keys.ts';

interface Right {
  readonly present?: string;
  readonly ask?: (verifier: Bytes) => Promise<Bytes>;
}

/**
 * Gives a way a new secret:
 * 1. keep the new salt, 2. let the server take the new verifier, 3. wrap the vault key with its share and keep that.
 *
 * A stop between 2 and 3 is found at the next try by the salt that was kept.
 * @param right `present`: the secret in force, when the way is set up already; `ask`: how else the server is asked
 */
export async function chooseSecret(
  ports: VaultPorts,
  way: VaultWay,
  secret: string,
  key: Bytes,
  { present, ask }: Right = {},
): Promise<void> {
  const before = await loadVault(ports);
  const salted = saltOf(ports, before, way);
  const stretched = await stretch(secret, salted.salt, salted.iterations);
  const verifier = await verifierOf(stretched, way);
  const earlier = ask === undefined ? await interruptedShare(ports, before, way, verifier) : undefined;
  await saveVault(ports, { ...before, choosing: { way, ...salted } });
  const set = async () => ports.server.set(way, verifier, await presentVerifier(before, way, present));
  const share = earlier ?? (await (ask === undefined ? set() : ask(verifier)));
  const wrapped = await wrapKey(ports, { door: way, stretched, share }, salted, key);
  const record: VaultRecord = { doors: { ...before.doors, [way]: wrapped } };
  await saveVault(ports, way === 'passcode' ? await withOfflineDoor(ports, record, secret, key) : record);
}

function saltOf(ports: VaultPorts, { choosing }: VaultRecord, way: VaultWay): Salted {
  if (choosing?.way !== way) return freshSalt(ports);
  return { salt: choosing.salt, iterations: choosing.iterations };
}

async function presentVerifier(
  record: VaultRecord,
  way: VaultWay,
  present: string | undefined,
): Promise<Bytes | undefined> {
  const door = record.doors[way];
  if (door === undefined || present === undefined) return undefined;
  return verifierOf(await stretch(present, door.salt, door.iterations), way);
}

/** The share of a choice that was interrupted after the server took it; undefined when it never arrived. */
async function interruptedShare(
  ports: VaultPorts,
  record: VaultRecord,
  way: VaultWay,
  verifier: Bytes,
): Promise<Bytes | undefined> {
  if (record.choosing?.way !== way) return undefined;
  try {
    return await ports.server.open(way, verifier);
  } catch (error) {
    if (isServerError(error, 'vault_way_unknown')) return undefined;
    if (!isServerError(error, 'vault_secret_wrong')) throw error;
    // Where a secret is in force the choice may simply not have arrived: the server decides by the present one.
    if (record.doors[way] !== undefined) return undefined;
    throw new WalletError('vault_choice_interrupted', error.details, error);
  }
}
