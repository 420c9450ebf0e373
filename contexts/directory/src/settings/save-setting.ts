import type { SettingKind } from '@lanyard/contract';
import { isUniqueViolation, LanyardError, requireVersion, type Actor, type Queryable, type Tx } from '@lanyard/kernel';
import { keepGroups, findSettingRecords, insertSetting, updateSetting, type SettingRecord } from '../pg/settings.ts';
import type { SettingAct } from '../pg/setting-history.ts';
import type { DirectoryPorts } from '../ports.ts';
import { refuseBadCertificates } from './bad-certificates.ts';
import { checkedValue, refuseErrors, refuseGroups, refuseMissingProvider, warningsFor } from './check-setting.ts';
import { inTurn } from './in-turn.ts';
import { noteChange } from './note-change.ts';

export interface SettingOrder {
  readonly kind: SettingKind;
  /** An id, or `default`; null makes a new one for user groups. */
  readonly id: string | null;
  /** The version that the change was made on; 0 for what is built in. Null where nothing can have changed meanwhile. */
  readonly expected: number | null;
  /** Of a setting for user groups; the default has neither. */
  readonly name?: string;
  readonly groupIds?: readonly string[];
  readonly value: unknown;
  /** For one that is made again under the id that it had. */
  readonly newId?: string;
}

/** Ranks apart, so that an order made by hand needs no new number for all. */
const RANK_STEP = 10;
const MAX_PER_KIND = 200;

/**
 * Makes or changes a setting. It is in force for whoever asks next, on every node.
 * @param act `put back` when it comes from the history
 * @returns the setting's id
 * @throws LanyardError `input_invalid`, `conflict` (another version, or the name is taken), `not_found`,
 *   `setting_contradiction`, `setting_for_everybody`, `setting_limit`, `ca_certificate_refused`, `approval_required`
 */
export const saveSetting = (
  ports: DirectoryPorts,
  tx: Tx,
  order: SettingOrder,
  by: Actor,
  act?: SettingAct,
): Promise<string> => inTurn(tx, order.kind, by, () => save(ports, tx, order, by, act));

async function save(ports: DirectoryPorts, tx: Tx, order: SettingOrder, by: Actor, act?: SettingAct): Promise<string> {
  const { kind } = order;
  // 1. What is there.
  const records = await findSettingRecords(tx, kind);
  const known = knownOf(records, order);
  // 2. What is to be there can be, by itself and with what else holds for the same people.
  const checkedOrder = await checkOrder(ports, tx, order, known);
  // 3. It is written, with its history, its audit row and the job that tells devices.
  const id = known?.id ?? order.newId ?? ports.random.uuid();
  const rank = known?.rank ?? nextRank(records);
  const row = { id, kind, rank, isDefault: order.id === 'default', ...checkedOrder };
  const now = ports.clock.now();
  try {
    if (known === null) await insertSetting(tx, row, by, now);
    const version = known === null ? 1 : await updateSetting(tx, row, by, now);
    await noteChange(ports, tx, act ?? (known === null ? 'made' : 'changed'), { ...row, version }, by);
  } catch (error) {
    if (isUniqueViolation(error, 'setting_name'))
      throw new LanyardError('conflict', { field: 'name' }, { cause: error });
    throw error;
  }
  return id;
}

/** What an order asks for, with the names and values that it leaves out. */
export async function checkOrder(
  ports: DirectoryPorts,
  on: Queryable,
  { kind, id, name, groupIds, value }: SettingOrder,
  known: SettingRecord | null,
): Promise<{ name: string; groupIds: string[]; value: object }> {
  if (id !== 'default') refuseGroups(kind);
  refuseReservedName(name);
  const checked = checkedValue(kind, value);
  const groups = id === 'default' ? [] : await knownGroups(on, groupIds ?? known?.groups.map((g) => g.id) ?? []);
  refuseBadCertificates(kind, checked, known?.value, ports.clock.now());
  await refuseMissingProvider(ports, on, kind, checked, known?.value);
  refuseErrors(await warningsFor(ports, on, kind, checked, id === 'default' ? null : groups));
  return { name: id === 'default' ? 'Default' : (name ?? known?.name ?? ''), groupIds: groups, value: checked };
}

/** @throws LanyardError `not_found`, `conflict`, `setting_limit` */
export function knownOf(records: readonly SettingRecord[], { id, expected, kind }: SettingOrder): SettingRecord | null {
  if (id === null) {
    if (records.length > MAX_PER_KIND) throw new LanyardError('setting_limit', { kind, most: MAX_PER_KIND });
    return null;
  }
  const known = records.find((each) => (id === 'default' ? each.isDefault : each.id === id && !each.isDefault)) ?? null;
  if (known === null && id !== 'default') throw new LanyardError('not_found', { setting: id });
  if (expected !== null) requireVersion(expected, known ?? { version: 0 });
  return known;
}

/** What lists call the default must not be the name of another. */
function refuseReservedName(name: string | undefined): void {
  if (name !== undefined && /^(default|built-in)$/i.test(name.trim()))
    throw new LanyardError('input_invalid', { fields: [{ field: 'name', message: 'is what the default is called' }] });
}

async function knownGroups(on: Queryable, ids: readonly string[]): Promise<string[]> {
  const found = new Set(await keepGroups(on, ids));
  const unknown = ids.filter((id) => !found.has(id));
  if (unknown.length > 0)
    throw new LanyardError('input_invalid', {
      fields: [{ field: 'groups', message: `no such user group: ${unknown.slice(0, 5).join(', ')}` }],
    });
  return [...found];
}

const nextRank = (records: readonly SettingRecord[]): number =>
  Math.max(0, ...records.filter(({ isDefault }) => !isDefault).map(({ rank }) => rank)) + RANK_STEP;
