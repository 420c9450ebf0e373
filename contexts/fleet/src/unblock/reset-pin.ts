import type { DeviceCredential, UnblockInput, VaultShare } from '@lanyard/contract';
import { equalSecret, LanyardError, recordAudit, type Tx } from '@lanyard/kernel';
import type { Device } from '../device.ts';
import { deleteUnblock, findUnblock, takeUnblockTry, type UnblockRow } from '../pg/unblocks.ts';
import { findShare, hasShare, insertShare, replaceShare } from '../pg/vault-shares.ts';
import type { FleetParts } from '../ports.ts';
import { rowOf, setVaultShare, SHARE_OCTETS, triesOf } from '../vault.ts';
import { responseTo } from './response-to.ts';
import { unblockedCredential } from './start-unblock.ts';

interface Reset {
  readonly device: Device;
  readonly credential: DeviceCredential;
  readonly input: UnblockInput;
  /** Names the call. */
  readonly key: string;
  readonly most: number;
}

/**
 * Gives the PIN a new share for the right response, though the old one was destroyed: 1. the credential is the one that
 * was challenged, and active 2. a try is taken, and the response compared 3. share, challenge, audit and notice in one
 * commit. The vault key itself the wallet must have open by another way: the share alone opens nothing.
 * @param unblockKey of the installation
 * @param key names the call: repeated after an answer that was lost, it finds what it had set
 * @throws LanyardError `unblock_response_wrong` with `triesLeft`, `unblock_ended`, `unblock_expired`,
 * `credential_not_active`, `person_not_active`
 */
export async function resetPin(
  parts: FleetParts,
  unblockKey: Uint8Array,
  device: Device,
  input: UnblockInput,
  key: string,
): Promise<VaultShare> {
  const { db } = parts;
  const caller = { deviceId: device.id, personId: device.personId };
  if ((await findShare(db.pool, device.id, 'pin'))?.set_by === key)
    return setVaultShare(parts, caller, 'pin', { verifier: input.verifier }, key);
  const credential = await unblockedCredential(parts, device);
  const reset: Reset = { device, credential, input, key, most: await triesOf(parts, caller) };
  const outcome = await db.tx(async (tx): Promise<VaultShare | LanyardError> => {
    const open = await takeUnblockTry(tx, device.id, parts.clock.now());
    if (open === null) return noTry(parts, tx, device);
    return isAnswer(unblockKey, open, reset) ? replace(parts, tx, reset) : wrong(parts, tx, reset, open);
  });
  if (outcome instanceof LanyardError) throw outcome;
  return outcome;
}

/** One comparison a try, also where no response was given yet. */
function isAnswer(unblockKey: Uint8Array, open: UnblockRow, { credential, input }: Reset): boolean {
  const { challenge, credential_id: credentialId, unlock_type: unlockType } = open;
  const right = responseTo(unblockKey, { challenge, credentialId, unlockType: unlockType ?? 'card-unlocking-key' });
  const equal = equalSecret(right, Buffer.from(input.response, 'hex'));
  return equal && unlockType !== null && credentialId === credential.id;
}

async function replace(parts: FleetParts, tx: Tx, reset: Reset): Promise<VaultShare> {
  const { device, credential, input, key, most } = reset;
  const share = parts.random.bytes(SHARE_OCTETS);
  const caller = { deviceId: device.id, personId: device.personId };
  const row = rowOf(parts, caller, 'pin', { verifier: input.verifier, share, key, most });
  await ((await hasShare(tx, device.id, 'pin')) ? replaceShare(tx, row) : insertShare(tx, row));
  await deleteUnblock(tx, device.id);
  await audit(parts, tx, reset, 'vault.pin-reset');
  await parts.notices.send(tx, {
    personId: device.personId,
    kind: 'pin.reset',
    facts: { deviceName: device.name, credentialName: credential.name },
  });
  return { share: Buffer.from(share).toString('base64'), tries: most };
}

async function wrong(parts: FleetParts, tx: Tx, reset: Reset, { tries }: UnblockRow): Promise<LanyardError> {
  if (tries > 0) return new LanyardError('unblock_response_wrong', { triesLeft: tries });
  await audit(parts, tx, reset, 'unblock.ended');
  return new LanyardError('unblock_ended');
}

const noTry = async ({ clock }: FleetParts, tx: Tx, { id }: Device): Promise<LanyardError> =>
  new LanyardError((await findUnblock(tx, id, clock.now())) === null ? 'unblock_expired' : 'unblock_ended');

async function audit({ clock }: FleetParts, tx: Tx, { device, credential }: Reset, act: string): Promise<void> {
  const { id: deviceId, personId } = device;
  const actor = { kind: 'device', deviceId, personId } as const;
  await recordAudit(tx, { act, outcome: 'done', actor, personId, deviceId, object: credential.id }, clock.now());
}
