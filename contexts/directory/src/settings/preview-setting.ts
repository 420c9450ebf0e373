import { isDeepStrictEqual } from 'node:util';
import { settingKinds, type SettingKind, type SettingPreview } from '@lanyard/contract';
import { LanyardError, requireVersion, type Queryable } from '@lanyard/kernel';
import { countMoves, findMovedNames, type Pairs, type Places } from '../pg/setting-people.ts';
import { findSettingRecords, type SettingRecord } from '../pg/settings.ts';
import type { DirectoryPorts } from '../ports.ts';
import { refuseUnnamedAnchors } from './anchor-suffixes.ts';
import { refuseErrors, warningsFor } from './check-setting.ts';
import { lockOutOf } from './lock-out.ts';
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

/** What is asked about. */
export type AskedChange =
  | ({ readonly act: 'save' } & SettingOrder)
  | { readonly act: 'delete'; readonly kind: SettingKind; readonly id: string; readonly expected: number }
  | {
      readonly act: 'move';
      readonly kind: SettingKind;
      readonly id: string;
      readonly expected: number;
      readonly direction: 'up' | 'down';
    };

const NAMED = 50;

/**
 * What a change of a setting would do, and to whom. It is refused as the change itself would be, and changes nothing.
 * @param askedBy the administrator, who is warned by name of locking themselves out
 * @throws LanyardError as `saveSetting`, `endSetting` and `moveSetting`
 */
export async function previewSetting(
  ports: DirectoryPorts,
  change: AskedChange,
  askedBy: string,
): Promise<SettingPreview> {
  const { pool } = ports.db;
  const { kind } = change;
  // 1. The settings as they are, and as they would be.
  const records = await findSettingRecords(pool, kind);
  const before = planOf(kind, records);
  const { after, value, groupIds } = await changed(ports, pool, change, { records, before });
  if (kind === 'portal_authentication') refuseUnnamedAnchors(trusting(after));
  // 2. Who has another value afterwards.
  const scope = { before: placesOf(before), after: placesOf(after) };
  const moves = (await countMoves(pool, scope)).filter(
    ({ from, to }) => !isDeepStrictEqual(valueAt(kind, before, from), valueAt(kind, after, to)),
  );
  const pairs: Pairs = { from: moves.map(({ from }) => from), to: moves.map(({ to }) => to) };
  const people = await findMovedNames(pool, scope, pairs, NAMED);
  const named = ({ from, to }: { from: number; to: number }) => ({ from: nameAt(before, from), to: nameAt(after, to) });
  return {
    affected: moves.reduce((sum, move) => sum + move.people, 0),
    moves: moves.map((move) => ({ ...named(move), people: move.people })),
    people: people.map((p) => ({ id: p.id, userName: p.userName, displayName: p.displayName, ...named(p) })),
    warnings: value === undefined ? [] : await warningsFor(ports, pool, kind, value, groupIds),
    // 3. Whose card opens the portal no more.
    lockOut: kind === 'portal_authentication' ? await lockOutOf(ports, { before, after, scope, pairs }, askedBy) : null,
  };
}

interface Changed {
  readonly after: SettingPlan;
  /** Of the setting that is saved; nothing where one goes or moves. */
  readonly value?: object;
  readonly groupIds: readonly string[] | null;
}

async function changed(
  ports: DirectoryPorts,
  on: Queryable,
  change: AskedChange,
  { records, before }: { readonly records: readonly SettingRecord[]; readonly before: SettingPlan },
): Promise<Changed> {
  const { kind } = change;
  if (change.act === 'save') {
    const known = knownOf(records, change);
    const { name, groupIds, value } = await checkOrder(ports, on, change, known);
    const isDefault = change.id === 'default';
    const setting: PlannedSetting = { id: known?.id ?? null, name, isDefault, groupIds, value };
    return { after: withSetting(before, setting), value, groupIds: isDefault ? null : groupIds };
  }
  const known = records.find((each) => (change.id === 'default' ? each.isDefault : each.id === change.id));
  if (known === undefined) throw new LanyardError('not_found', { setting: change.id });
  requireVersion(change.expected, known);
  if (change.act === 'move') return { after: withMoved(before, known.id, change.direction), groupIds: null };
  if (known.isDefault) refuseErrors(await warningsFor(ports, on, kind, {}, null));
  return { after: withoutSetting(kind, before, known.id), groupIds: null };
}

function placesOf(plan: SettingPlan): Places {
  const byGroup = new Map<string, number>();
  for (const [place, { groupIds }] of plan.entries())
    for (const id of groupIds) if (!byGroup.has(id)) byGroup.set(id, place);
  return { byGroup, fallback: plan.length - 1 };
}

/** As it is used: what a stored value leaves out takes the contract's default. */
const valueAt = (kind: SettingKind, plan: SettingPlan, place: number): unknown =>
  settingKinds[kind].parse(plan[place]?.value ?? {});

function nameAt(plan: SettingPlan, place: number): string {
  const setting = plan[place];
  return setting === undefined || (setting.isDefault && setting.id !== null) ? 'Default' : setting.name;
}

const trusting = (plan: SettingPlan) =>
  plan.map(({ name, value }) => ({ from: name, value: parseSetting('portal_authentication', value) }));
