import type { SettingKind } from '@lanyard/contract';
import { requireVersion, LanyardError, type Actor, type Tx } from '@lanyard/kernel';
import {
  deleteSetting,
  findGroupNames,
  findSettingRecords,
  lockSettings,
  rankSetting,
  updateSetting,
  type SettingRecord,
} from '../pg/settings.ts';
import { findHistoryEntry } from '../pg/setting-history.ts';
import type { DirectoryPorts } from '../ports.ts';
import { refuseErrors, warningsFor } from './check-setting.ts';
import { noteChange } from './note-change.ts';
import { saveSetting } from './save-setting.ts';
import { planOf, withMoved } from './setting-plan.ts';

interface Target {
  readonly kind: SettingKind;
  readonly id: string;
  readonly expected: number;
}

/**
 * Deletes a setting: its people get the next that holds for them, and the default falls back to what is built in. It
 * stays in the history, from where it can be put back.
 * @throws LanyardError `not_found`, `conflict`, `setting_contradiction`
 */
export async function endSetting(ports: DirectoryPorts, tx: Tx, target: Target, by: Actor): Promise<void> {
  const { kind } = target;
  const { known } = await locked(tx, target);
  if (known.isDefault) refuseErrors(await warningsFor(ports, tx, kind, {}, null));
  await deleteSetting(tx, known.id);
  await noteChange(ports, tx, 'deleted', { ...writeOf(kind, known), version: known.version }, by);
}

/** Moves a setting of user groups one place up or down. @throws LanyardError `not_found`, `conflict` */
export async function moveSetting(
  ports: DirectoryPorts,
  tx: Tx,
  target: Target & { readonly direction: 'up' | 'down' },
  by: Actor,
): Promise<void> {
  const { kind, direction } = target;
  const { known, records } = await locked(tx, target);
  if (known.isDefault) throw new LanyardError('not_found', { setting: target.id });
  const order = withMoved(planOf(kind, records), known.id, direction).filter(({ isDefault }) => !isDefault);
  const rankOf = (place: number): number => (place + 1) * 10;
  for (const [place, { id }] of order.entries()) if (id !== null) await rankSetting(tx, id, rankOf(place));
  const rank = rankOf(order.findIndex(({ id }) => id === known.id));
  const row = { ...writeOf(kind, known), rank };
  const version = await updateSetting(tx, row, by, ports.clock.now());
  await noteChange(ports, tx, 'moved', { ...row, version }, by);
}

/**
 * Makes a setting again what it was after a change of its history; one that was deleted is made anew under its own id.
 * @param expected the version that it has now; 0 when it is no more
 * @returns the setting's id
 * @throws LanyardError `not_found`, `conflict`, `setting_contradiction`
 */
export async function putBackSetting(
  ports: DirectoryPorts,
  tx: Tx,
  { kind, entry, expected }: { readonly kind: SettingKind; readonly entry: string; readonly expected: number },
  by: Actor,
): Promise<string> {
  await lockSettings(tx, kind);
  const then = await findHistoryEntry(tx, kind, entry);
  if (then === null) throw new LanyardError('not_found', { entry });
  const known = (await findSettingRecords(tx, kind)).find(({ id, isDefault }) =>
    then.isDefault ? isDefault : id === then.settingId,
  );
  requireVersion(expected, known ?? { version: 0 });
  const groupIds = await stillThere(tx, then.groups);
  const id = then.isDefault ? 'default' : known ? then.settingId : null;
  const own = then.isDefault ? {} : { name: then.name, groupIds };
  const order = { kind, id, expected: null, ...own, value: then.value, newId: then.settingId };
  return saveSetting(ports, tx, order, by, 'put back');
}

async function stillThere(tx: Tx, groups: readonly { readonly id: string }[]): Promise<string[]> {
  const found = await findGroupNames(
    tx,
    groups.map(({ id }) => id),
  );
  return found.map(({ id }) => id);
}

async function locked(
  tx: Tx,
  { kind, id, expected }: Target,
): Promise<{ known: SettingRecord; records: SettingRecord[] }> {
  await lockSettings(tx, kind);
  const records = await findSettingRecords(tx, kind);
  const known = records.find((each) => (id === 'default' ? each.isDefault : each.id === id));
  if (known === undefined) throw new LanyardError('not_found', { setting: id });
  requireVersion(expected, known);
  return { known, records };
}

const writeOf = (kind: SettingKind, { id, name, isDefault, rank, groups, value }: SettingRecord) => ({
  id,
  kind,
  name,
  isDefault,
  rank,
  value: value as object, // sound: only objects that a schema made are stored
  groupIds: groups.map((group) => group.id),
});
