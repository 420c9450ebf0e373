import { createHash } from 'node:crypto';
import type { VaultOpenInput, VaultShare, VaultShareInput, VaultTries, VaultWay } from '@lanyard/contract';
import { equalSecret, LanyardError, recordAudit, type Tx } from '@lanyard/kernel';
import {
  destroyShares,
  findShare,
  hasShare,
  insertShare,
  replaceShare,
  resetTries,
  takeTry,
  type VaultShareRow,
} from './pg/vault-shares.ts';
import type { FleetParts } from './ports.ts';

export const SHARE_OCTETS = 32;

export interface VaultCaller {
  readonly deviceId: string;
  readonly personId: string;
}

/**
 * Gives the server's share of a way into the vault to who has the right verifier. The try is taken before anything is
 * compared, and the answer leaves only after it is committed: breaking the connection wins no try.
 * @throws LanyardError `vault_secret_wrong` with `triesLeft`, `vault_destroyed`, `vault_way_unknown`, `person_not_active`
 */
export async function openVaultShare(
  parts: FleetParts,
  caller: VaultCaller,
  way: VaultWay,
  { verifier }: VaultOpenInput,
): Promise<VaultShare> {
  const most = await triesOf(parts, caller);
  const outcome = await parts.db.tx(async (tx): Promise<VaultShare | LanyardError> => {
    const row = await takeTry(tx, caller.deviceId, way);
    if (row === null) return noTry(tx, caller, way);
    if (!isRight(row, verifier)) return wrong(parts, tx, caller, row);
    await resetTries(tx, caller.deviceId, way, most);
    return { share: unseal(parts, row), tries: most };
  });
  return settle(outcome);
}

/**
 * How many tries a way has left, without taking one; 0 where it was destroyed.
 * @throws LanyardError `vault_way_unknown`
 */
export async function leftOfVault({ db }: FleetParts, { deviceId }: VaultCaller, way: VaultWay): Promise<VaultTries> {
  const row = await findShare(db.pool, deviceId, way);
  if (row === null) throw new LanyardError('vault_way_unknown');
  return { tries: row.tries };
}

/**
 * Sets a way in, or changes it with the verifier in force, which counts as a try.
 * @param key names the call: repeated after an answer that was lost, it finds what it had set
 * @throws LanyardError `vault_way_exists`, `vault_secret_wrong` with `triesLeft`, `vault_destroyed`, `vault_way_unknown`, `person_not_active`
 */
export async function setVaultShare(
  parts: FleetParts,
  caller: VaultCaller,
  way: VaultWay,
  { verifier, current }: VaultShareInput,
  key: string,
): Promise<VaultShare> {
  const most = await triesOf(parts, caller);
  const outcome = await parts.db.tx(async (tx): Promise<VaultShare | LanyardError> => {
    if (await hasShare(tx, caller.deviceId, way))
      return change(parts, tx, caller, way, { verifier, current, key, most });
    if (current !== undefined) return new LanyardError('vault_way_unknown');
    const share = parts.random.bytes(SHARE_OCTETS);
    const made = await insertShare(tx, rowOf(parts, caller, way, { verifier, share, key, most }));
    if (!made) return new LanyardError('vault_way_exists');
    await audit(parts, tx, caller, 'vault.way-set', way);
    return { share: Buffer.from(share).toString('base64'), tries: most };
  });
  return settle(outcome);
}

interface Change {
  readonly verifier: string;
  readonly current?: string | undefined;
  readonly key: string;
  readonly most: number;
}

async function change(
  parts: FleetParts,
  tx: Tx,
  caller: VaultCaller,
  way: VaultWay,
  { verifier, current, key, most }: Change,
): Promise<VaultShare | LanyardError> {
  const row = await takeTry(tx, caller.deviceId, way);
  if (row === null) return noTry(tx, caller, way);
  const repeated = row.set_by === key;
  if (!repeated && current === undefined) {
    await resetTries(tx, caller.deviceId, way, row.tries + 1); // nothing was guessed
    return new LanyardError('vault_way_exists');
  }
  // One comparison a try, whichever it is.
  if (!isRight(row, repeated ? verifier : (current ?? ''))) return wrong(parts, tx, caller, row);
  if (repeated) {
    await resetTries(tx, caller.deviceId, way, most);
    return { share: unseal(parts, row), tries: most };
  }
  const share = parts.random.bytes(SHARE_OCTETS);
  await replaceShare(tx, rowOf(parts, caller, way, { verifier, share, key, most }));
  await audit(parts, tx, caller, 'vault.way-changed', way);
  return { share: Buffer.from(share).toString('base64'), tries: most };
}

/** @throws LanyardError `person_not_active` */
export async function triesOf({ directory }: FleetParts, { personId }: VaultCaller): Promise<number> {
  // The server's half is for people whose account is good: a suspended one's vault stays shut, and keeps its tries.
  if ((await directory.personById(personId))?.state !== 'active') throw new LanyardError('person_not_active');
  return (await directory.setting(personId, 'wallet')).value.vaultTries;
}

const noTry = async (tx: Tx, { deviceId }: VaultCaller, way: VaultWay): Promise<LanyardError> =>
  (await hasShare(tx, deviceId, way))
    ? new LanyardError('vault_destroyed', { triesLeft: 0 })
    : new LanyardError('vault_way_unknown');

async function wrong(
  parts: FleetParts,
  tx: Tx,
  caller: VaultCaller,
  { way, tries }: VaultShareRow,
): Promise<LanyardError> {
  if (tries > 0) return new LanyardError('vault_secret_wrong', { triesLeft: tries });
  await destroyShares(tx, caller.deviceId, way);
  await audit(parts, tx, caller, 'vault.way-destroyed', way);
  return new LanyardError('vault_destroyed', { triesLeft: 0 });
}

const hashed = (verifier: string): Buffer => createHash('sha256').update(Buffer.from(verifier, 'base64')).digest();
const isRight = (row: VaultShareRow, verifier: string): boolean => equalSecret(hashed(verifier), row.verifier_sha256);
const purpose = (deviceId: string, way: VaultWay): string => `vault share ${deviceId} ${way}`;

function unseal({ masterKey }: FleetParts, { device_id, way, sealed }: VaultShareRow): string {
  if (sealed === null) throw new Error(`the vault share ${way} of ${device_id} has tries but no octets`);
  return Buffer.from(masterKey.open(purpose(device_id, way), sealed)).toString('base64');
}

interface NewShare {
  readonly verifier: string;
  readonly share: Uint8Array;
  readonly key: string;
  readonly most: number;
}

export const rowOf = (
  { clock, masterKey }: FleetParts,
  { deviceId }: VaultCaller,
  way: VaultWay,
  { verifier, share, key, most }: NewShare,
): VaultShareRow => ({
  device_id: deviceId,
  way,
  sealed: masterKey.seal(purpose(deviceId, way), share),
  verifier_sha256: hashed(verifier),
  tries: most,
  set_by: key,
  changed_at: clock.now(),
});

async function audit(
  { clock }: FleetParts,
  tx: Tx,
  { deviceId, personId }: VaultCaller,
  act: string,
  way: VaultWay,
): Promise<void> {
  await recordAudit(
    tx,
    { act, outcome: 'done', actor: { kind: 'device', deviceId, personId }, personId, deviceId, details: { way } },
    clock.now(),
  );
}

function settle(outcome: VaultShare | LanyardError): VaultShare {
  if (outcome instanceof LanyardError) throw outcome;
  return outcome;
}
