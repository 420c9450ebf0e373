import type { SettingKind } from '@lanyard/contract';
import { LanyardError, type Actor, type Tx } from '@lanyard/kernel';
import { findSettingRecords, updateSetting } from '../pg/settings.ts';
import type { DirectoryPorts } from '../ports.ts';
import { inTurn } from './in-turn.ts';
import { noteChange } from './note-change.ts';

/**
 * Sets the order in which the settings of user groups are tried.
 * @param order ids of all of them, first to last
 * @throws LanyardError `conflict` when there are others by now; `approval_required`
 */
export const orderSettings = (
  ports: DirectoryPorts,
  tx: Tx,
  kind: SettingKind,
  order: readonly string[],
  by: Actor,
): Promise<void> => inTurn(tx, kind, by, () => putInOrder(ports, tx, kind, order, by));

async function putInOrder(
  ports: DirectoryPorts,
  tx: Tx,
  kind: SettingKind,
  order: readonly string[],
  by: Actor,
): Promise<void> {
  const records = (await findSettingRecords(tx, kind)).filter(({ isDefault }) => !isDefault);
  if (
    [...order].sort().join() !==
    records
      .map(({ id }) => id)
      .sort()
      .join()
  )
    throw new LanyardError('conflict', { fields: [{ field: 'order', message: 'names others than there are now' }] });
  for (const record of records) {
    const rank = (order.indexOf(record.id) + 1) * 10;
    if (rank === record.rank) continue;
    const { id, name, isDefault, groups, value } = record;
    const groupIds = groups.map((group) => group.id);
    const row = { id, kind, name, isDefault, rank, groupIds, value: value as object }; // sound: only objects that a schema made are stored
    const version = await updateSetting(tx, row, by, ports.clock.now());
    await noteChange(ports, tx, 'moved', { ...row, version }, by);
  }
}
