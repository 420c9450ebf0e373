import type { SettingKind } from '@lanyard/contract';
import type { SettingRecord } from '../pg/settings.ts';
import { builtIn } from './setting.ts';

/** A setting as it stands, or as it would. */
export interface PlannedSetting {
  /** Null for what is built in, and for one that is not made yet. */
  readonly id: string | null;
  readonly name: string;
  readonly isDefault: boolean;
  readonly groupIds: readonly string[];
  readonly value: unknown;
}

/** Every setting of a kind in the order they are tried; the last is the default and always there. */
export type SettingPlan = readonly PlannedSetting[];

export function planOf(kind: SettingKind, records: readonly SettingRecord[]): SettingPlan {
  const plan = records.map(({ id, name, isDefault, groups, value }) => ({
    id,
    name,
    isDefault,
    value,
    groupIds: groups.map((group) => group.id),
  }));
  return plan.some(({ isDefault }) => isDefault) ? plan : [...plan, builtInPlanned(kind)];
}

/** With a setting made or changed: one that is new comes last of the group settings. */
export function withSetting(plan: SettingPlan, setting: PlannedSetting): SettingPlan {
  if (setting.isDefault) return [...plan.slice(0, -1), setting];
  if (setting.id === null) return [...plan.slice(0, -1), setting, ...plan.slice(-1)];
  return plan.map((each) => (each.id === setting.id ? setting : each));
}

/** Without one: the default falls back to what is built in. */
export function withoutSetting(kind: SettingKind, plan: SettingPlan, id: string): SettingPlan {
  const left = plan.filter((each) => each.id !== id);
  return left.some(({ isDefault }) => isDefault) ? left : [...left, builtInPlanned(kind)];
}

/** With a group setting one place further up or down; at either end nothing changes. */
export function withMoved(plan: SettingPlan, id: string, direction: 'up' | 'down'): SettingPlan {
  const order = plan.filter(({ isDefault }) => !isDefault);
  const at = order.findIndex((each) => each.id === id);
  const to = direction === 'up' ? at - 1 : at + 1;
  const [moved, other] = [order[at], order[to]];
  if (moved === undefined || other === undefined) return plan;
  order[at] = other;
  order[to] = moved;
  return [...order, ...plan.slice(-1)];
}

/** Of a person's groups the first that has a setting, else the default. */
export function winnerIn(plan: SettingPlan, groupIds: ReadonlySet<string>): PlannedSetting | undefined {
  return plan.find(({ isDefault, groupIds: own }) => isDefault || own.some((id) => groupIds.has(id)));
}

const builtInPlanned = (kind: SettingKind): PlannedSetting => ({
  id: null,
  name: 'Built-in',
  isDefault: true,
  groupIds: [],
  value: builtIn(kind).value,
});
