import type { SettingKind } from '@lanyard/contract';
import { LanyardError, requireVersion, type Queryable } from '@lanyard/kernel';
import { findSettingRecords, type SettingRecord } from '../pg/settings.ts';
import type { DirectoryPorts } from '../ports.ts';
import { refuseUnnamedAnchors } from './anchor-suffixes.ts';
import { refuseErrors, warningsFor } from './check-setting.ts';
import { putBackOrder, type PutBack } from './put-back.ts';
import { checkOrder, knownOf, type SettingOrder } from './save-setting.ts';
import { parseSetting } from './setting.ts';
import {
  planOf,
  withMoved,
  withoutSetting,
  withSetting,
  type PlannedSetting,
  type SettingPlan,
} from './setting-plan.ts';

/** What is asked for, or asked about. */
export type AskedChange =
  | ({ readonly act: 'save' } & SettingOrder)
  | ({ readonly act: 'put back' } & PutBack)
  | { readonly act: 'delete'; readonly kind: SettingKind; readonly id: string; readonly expected: number }
  | {
      readonly act: 'move';
      readonly kind: SettingKind;
      readonly id: string;
      readonly expected: number;
      readonly direction: 'up' | 'down';
    };

export interface ChangePlan {
  readonly before: SettingPlan;
  readonly after: SettingPlan;
  /** Of the setting that is saved; nothing where one goes or moves. */
  readonly value?: object;
  /** Null for those of no group. */
  readonly groupIds: readonly string[] | null;
}

/**
 * The settings of a kind as they are, and as they would be. It is refused as the change itself would be.
 * @throws LanyardError as `saveSetting`, `endSetting`, `moveSetting` and `putBackSetting`
 */
export async function planChange(ports: DirectoryPorts, on: Queryable, change: AskedChange): Promise<ChangePlan> {
  const records = await findSettingRecords(on, change.kind);
  const before = planOf(change.kind, records);
  const planned = { before, ...(await changed(ports, on, change, { records, before })) };
  if (change.kind === 'portal_authentication') refuseUnnamedAnchors(trusting(planned.after));
  return planned;
}

interface Present {
  readonly records: readonly SettingRecord[];
  readonly before: SettingPlan;
}

async function changed(
  ports: DirectoryPorts,
  on: Queryable,
  change: AskedChange,
  present: Present,
): Promise<Omit<ChangePlan, 'before'>> {
  const { records, before } = present;
  const { kind } = change;
  if (change.act === 'save') return saved(ports, on, change, present);
  if (change.act === 'put back') return saved(ports, on, await putBackOrder(on, change, records), present);
  const known = records.find((each) => (change.id === 'default' ? each.isDefault : each.id === change.id));
  if (known === undefined) throw new LanyardError('not_found', { setting: change.id });
  requireVersion(change.expected, known);
  if (change.act === 'move') return { after: withMoved(before, known.id, change.direction), groupIds: null };
  if (known.isDefault) refuseErrors(await warningsFor(ports, on, kind, {}, null));
  return { after: withoutSetting(kind, before, known.id), groupIds: null };
}

async function saved(
  ports: DirectoryPorts,
  on: Queryable,
  order: SettingOrder,
  { records, before }: Present,
): Promise<Omit<ChangePlan, 'before'>> {
  const known = knownOf(records, order);
  const { name, groupIds, value } = await checkOrder(ports, on, order, known);
  const isDefault = order.id === 'default';
  const setting: PlannedSetting = { id: known?.id ?? null, name, isDefault, groupIds, value };
  return { after: withSetting(before, setting), value, groupIds: isDefault ? null : groupIds };
}

const trusting = (plan: SettingPlan) =>
  plan.map(({ name, value }) => ({ from: name, value: parseSetting('portal_authentication', value) }));
