import { isDeepStrictEqual } from 'node:util';
import { settingKinds, type SettingKind, type SettingPreview } from '@lanyard/contract';
import { approvalsInForce } from '../approvals/take-alone.ts';
import { countMoves, findMovedNames, type Pairs, type Places } from '../pg/setting-people.ts';
import type { DirectoryPorts } from '../ports.ts';
import { warningsFor } from './check-setting.ts';
import { lockOutOf } from './lock-out.ts';
import { planChange, type AskedChange } from './planned-change.ts';
import type { SettingPlan } from './setting-plan.ts';
import { trustChangeOf } from './trust-change.ts';

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
  const { before, after, value, groupIds } = await planChange(ports, pool, change);
  const isPortal = kind === 'portal_authentication';
  const trust = isPortal ? await trustChangeOf(pool, { before, after }, ports.clock.now()) : null;
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
    lockOut: isPortal ? await lockOutOf(ports, { before, after, scope, pairs }, askedBy) : null,
    // 4. Whose cards open it from then on, and whether that is for two to say.
    trust,
    needsApproval: trust !== null && (await approvalsInForce(pool)).acts.includes('trust.change'),
  };
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
