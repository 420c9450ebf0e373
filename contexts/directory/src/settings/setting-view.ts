import {
  settingKindFacts,
  settingKinds,
  type PersonSettings,
  type SettingHistoryEntry,
  type SettingKind,
  type SettingList,
  type SettingView,
} from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import type { HistoryRow } from '../pg/setting-history.ts';
import { findGroupsOfPerson } from '../pg/setting-people.ts';
import { countSettings, findSettingRecords, type SettingRecord } from '../pg/settings.ts';
import type { DirectoryPorts } from '../ports.ts';
import { warningsFor } from './check-setting.ts';
import { builtIn } from './setting.ts';
import { planOf, winnerIn, type PlannedSetting } from './setting-plan.ts';

export const kinds = Object.keys(settingKinds) as SettingKind[]; // sound: the registry's own names

/** Every kind, with how many settings it has. */
export async function kindList(on: Queryable) {
  const counts = new Map((await countSettings(on)).map((row) => [row.kind, row]));
  return {
    items: kinds.map((kind) => {
      const { groupSettings = 0, defaultIsSet = false } = counts.get(kind) ?? {};
      return { kind, ...settingKindFacts[kind], groupSettings, defaultIsSet };
    }),
  };
}

/** The settings of a kind in the order they are tried. */
export async function settingList(ports: DirectoryPorts, kind: SettingKind): Promise<SettingList> {
  const records = await findSettingRecords(ports.db.pool, kind);
  const items: SettingView[] = [];
  for (const record of records) items.push(await recordView(ports, kind, record));
  if (!records.some(({ isDefault }) => isDefault)) items.push(await builtInView(ports, kind));
  return { kind, ...settingKindFacts[kind], items };
}

/** One of them; the default also while it is only built in. */
export async function settingView(ports: DirectoryPorts, kind: SettingKind, id: string): Promise<SettingView | null> {
  const records = await findSettingRecords(ports.db.pool, kind);
  const record = records.find((each) => (id === 'default' ? each.isDefault : each.id === id));
  if (record) return recordView(ports, kind, record);
  return id === 'default' ? builtInView(ports, kind) : null;
}

/** For every kind the winner for a person and why, and those that were not. */
export async function settingsOfPerson(on: Queryable, personId: string): Promise<PersonSettings> {
  const groups = await findGroupsOfPerson(on, personId);
  const own = new Set(groups.map(({ id }) => id));
  const items: PersonSettings['items'] = [];
  for (const kind of kinds) {
    const records = await findSettingRecords(on, kind);
    const plan = planOf(kind, records);
    const winner = winnerIn(plan, own);
    const because = (setting: PlannedSetting): string | undefined =>
      groups.find(({ id }) => setting.groupIds.includes(id))?.name;
    items.push({
      kind,
      title: settingKindFacts[kind].title,
      winner: {
        id: winner?.id ?? null,
        name: winner?.name ?? 'Built-in',
        value: settingKinds[kind].parse(winner?.value ?? {}),
        why: whyWon(winner, winner && because(winner)),
      },
      losers: plan
        .filter((each) => each !== winner)
        .map((each) => ({ id: each.id, name: each.name, why: whyLost(each, winner, because(each)) })),
    });
  }
  return { items };
}

function whyWon(winner: PlannedSetting | undefined, group: string | undefined): string {
  if (group !== undefined) return `In the user group "${group}", and no setting above it has another group of theirs.`;
  return winner === undefined || winner.id === null
    ? 'Nobody set any, so what is built in holds.'
    : 'In no user group that has a setting of its own, so the default holds.';
}

function whyLost(setting: PlannedSetting, winner: PlannedSetting | undefined, group: string | undefined): string {
  if (setting.isDefault) return `"${winner?.name}" is tried first.`;
  if (group === undefined) return 'Not in any of its user groups.';
  return `In its user group "${group}", but "${winner?.name}" is tried first.`;
}

export const historyView = (row: HistoryRow): SettingHistoryEntry => ({
  id: String(row.id),
  settingId: row.settingId,
  version: row.version,
  act: row.act,
  name: row.name,
  isDefault: row.isDefault,
  groups: [...row.groups],
  value: row.value,
  before: row.before ?? null,
  at: row.at.toISOString(),
  by: row.by ?? 'unknown',
});

async function recordView(ports: DirectoryPorts, kind: SettingKind, record: SettingRecord): Promise<SettingView> {
  const { changedAt, groups, isDefault } = record;
  const groupIds = isDefault ? null : groups.map(({ id }) => id);
  return {
    id: record.id,
    kind,
    name: record.name,
    isDefault,
    version: record.version,
    changedBy: record.changedBy,
    groups: [...groups],
    value: settingKinds[kind].parse(record.value),
    changedAt: changedAt.toISOString(),
    warnings: await warningsFor(ports, ports.db.pool, kind, record.value, groupIds),
  };
}

async function builtInView(ports: DirectoryPorts, kind: SettingKind): Promise<SettingView> {
  const { value } = builtIn(kind);
  return {
    id: null,
    kind,
    name: 'Built-in',
    isDefault: true,
    groups: [],
    version: 0,
    value,
    changedAt: null,
    changedBy: null,
    warnings: await warningsFor(ports, ports.db.pool, kind, value, null),
  };
}
