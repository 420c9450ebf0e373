import type { BulkAct, BulkArea, RevocationCause } from '@lanyard/contract';
import { LanyardError, type Tx } from '@lanyard/kernel';
import { cancelForPerson, holdCredential, revokeCredential, type ActBy } from '../admin-acts.ts';
import { endDevice } from '../end-device.ts';
import type { CredentialsParts } from '../ports.ts';

/** One object of a bulk act, in a transaction of its own. @returns false: it is as it should be already */
export type RunOne = (parts: CredentialsParts, tx: Tx, id: string, by: ActBy) => Promise<boolean>;

const runs: Readonly<Record<Exclude<BulkAct, 'revoke'>, RunOne>> = {
  suspend: (parts, tx, id, by) => holdCredential(parts, tx, id, true, by),
  resume: (parts, tx, id, by) => holdCredential(parts, tx, id, false, by),
  cancel: async (parts, tx, id, by) => (await cancelForPerson(parts, tx, id, by)).changed,
  lost: (parts, tx, id, by) => endOne(parts, tx, id, 'lost', by),
  retire: (parts, tx, id, by) => endOne(parts, tx, id, 'retired', by),
};

/** How an act is done to one object. */
export const runOf = (act: BulkAct, cause: RevocationCause | null): RunOne =>
  act === 'revoke' ? (parts, tx, id, by) => revokeCredential(parts, tx, id, cause ?? 'withdrawn', by) : runs[act];

async function endOne(
  parts: CredentialsParts,
  tx: Tx,
  id: string,
  end: 'lost' | 'retired',
  { actor, reason, correlationId = '' }: ActBy,
): Promise<boolean> {
  const device = await parts.fleet.device(id, tx);
  if (device === null) throw new LanyardError('device_not_found');
  if (!changesDevice(end, device.state)) return false;
  await endDevice(parts, tx, device, end, actor, correlationId, reason);
  return true;
}

const changesDevice = (end: 'lost' | 'retired', state: string): boolean =>
  end === 'lost' ? state === 'active' : state !== 'retired';

/** How many of the objects chosen an act changes, as far as their state says; null: their table has to be asked. */
export const changedByState = (act: BulkAct, states: readonly string[]): number | null =>
  act === 'lost' || act === 'retire'
    ? states.filter((state) => changesDevice(act === 'lost' ? 'lost' : 'retired', state)).length
    : null;

/** Whether an act ends derived credentials for good. */
export const endsCredentials = (area: BulkArea, act: BulkAct): boolean => area === 'devices' || act === 'revoke';
