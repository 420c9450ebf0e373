import type { SettingKind } from '@lanyard/contract';
import { LanyardError, requireVersion, type Actor, type Queryable, type Tx } from '@lanyard/kernel';
import { findHistoryEntry } from '../pg/setting-history.ts';
import { findGroupNames, findSettingRecords, type SettingRecord } from '../pg/settings.ts';
import type { DirectoryPorts } from '../ports.ts';
import { inTurn } from './in-turn.ts';
import { saveSetting, type SettingOrder } from './save-setting.ts';

export interface PutBack {
  readonly kind: SettingKind;
  /** Of the history. */
  readonly entry: string;
  /** The version that the setting has now; 0 when it is no more. */
  readonly expected: number;
}

/**
 * Makes a setting again what it was after a change of its history; one that was deleted is made anew under its own id.
 * @returns the setting's id
 * @throws LanyardError `not_found`, `conflict`, `setting_contradiction`, `approval_required`
 */
export const putBackSetting = (ports: DirectoryPorts, tx: Tx, asked: PutBack, by: Actor): Promise<string> =>
  inTurn(tx, asked.kind, by, async () => {
    const order = await putBackOrder(tx, asked, await findSettingRecords(tx, asked.kind));
    return saveSetting(ports, tx, order, by, 'put back');
  });

/** What putting back saves. @throws LanyardError `not_found`, `conflict` */
export async function putBackOrder(
  on: Queryable,
  { kind, entry, expected }: PutBack,
  records: readonly SettingRecord[],
): Promise<SettingOrder> {
  const then = await findHistoryEntry(on, kind, entry);
  if (then === null) throw new LanyardError('not_found', { entry });
  const known = records.find(({ id, isDefault }) => (then.isDefault ? isDefault : id === then.settingId));
  requireVersion(expected, known ?? { version: 0 });
  const id = then.isDefault ? 'default' : known ? then.settingId : null;
  const own = then.isDefault ? {} : { name: then.name, groupIds: await stillThere(on, then.groups) };
  return { kind, id, expected: null, ...own, value: then.value, newId: then.settingId };
}

async function stillThere(on: Queryable, groups: readonly { readonly id: string }[]): Promise<string[]> {
  const found = await findGroupNames(
    on,
    groups.map(({ id }) => id),
  );
  return found.map(({ id }) => id);
}
