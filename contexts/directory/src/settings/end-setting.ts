import type { SettingKind } from '@lanyard/contract';
import { requireVersion, LanyardError, type Actor, type Tx } from '@lanyard/kernel';
import { deleteSetting, findSettingRecords, rankSetting, updateSetting, type SettingRecord } from '../pg/settings.ts';
import type { DirectoryPorts } from '../ports.ts';
import { refuseErrors, warningsFor } from './check-setting.ts';
import { inTurn } from './in-turn.ts';
import { noteChange } from './note-change.ts';
import { planOf, withMoved } from './setting-plan.ts';

interface Target {
  readonly kind: SettingKind;
  readonly id: string;
  readonly expected: number;
}

/**
 * Deletes a setting: its people get the next that holds for them, and the default falls back to what is built in. It
 * stays in the history, from where it can be put back.
 * @throws LanyardError `not_found`, `conflict`, `setting_contradiction`, `approval_required`
 */
export async function endSetting(ports: DirectoryPorts, tx: Tx, target: Target, by: Actor): Promise<void> {
  const { kind } = target;
  await inTurn(tx, kind, by, async () => {
    const { known } = await versionOf(tx, target);
    if (known.isDefault) refuseErrors(await warningsFor(ports, tx, kind, {}, null));
    await deleteSetting(tx, known.id);
    await noteChange(ports, tx, 'deleted', { ...writeOf(kind, known), version: known.version }, by);
  });
}

/** Moves a setting of user groups one place up or down. @throws LanyardError `not_found`, `conflict`, `approval_required` */
export async function moveSetting(
  ports: DirectoryPorts,
  tx: Tx,
  target: Target & { readonly direction: 'up' | 'down' },
  by: Actor,
): Promise<void> {
  const { kind, direction } = target;
  await inTurn(tx, kind, by, async () => {
    const { known, records } = await versionOf(tx, target);
    if (known.isDefault) throw new LanyardError('not_found', { setting: target.id });
    const order = withMoved(planOf(kind, records), known.id, direction).filter(({ isDefault }) => !isDefault);
    const rankOf = (place: number): number => (place + 1) * 10;
    for (const [place, { id }] of order.entries()) if (id !== null) await rankSetting(tx, id, rankOf(place));
    const rank = rankOf(order.findIndex(({ id }) => id === known.id));
    const row = { ...writeOf(kind, known), rank };
    const version = await updateSetting(tx, row, by, ports.clock.now());
    await noteChange(ports, tx, 'moved', { ...row, version }, by);
  });
}

async function versionOf(
  tx: Tx,
  { kind, id, expected }: Target,
): Promise<{ known: SettingRecord; records: SettingRecord[] }> {
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
