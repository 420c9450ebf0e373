import { settingKinds, type SettingKind, type SettingValue } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { findDefault, findSettingOf, findSettings, type StoredSetting } from '../pg/settings.ts';

export interface Setting<K extends SettingKind> {
  readonly value: SettingValue<K>;
  /** Where it comes from, in words: the name of the setting, `Default`, or `Built-in` when nobody set any. */
  readonly from: string;
  /** Null for the built-in value. */
  readonly settingId: string | null;
}

export interface SettingInForce<K extends SettingKind> extends Setting<K> {
  readonly isDefault: boolean;
  readonly rank: number;
}

/** The setting that holds for a person: of their groups' the one of lowest rank, whole, else the default. */
export async function settingOf<K extends SettingKind>(on: Queryable, personId: string, kind: K): Promise<Setting<K>> {
  const stored = await findSettingOf(on, personId, kind);
  return stored === null
    ? builtIn(kind)
    : { value: parseSetting(kind, stored.value), from: fromOf(stored), settingId: stored.id };
}

/** The default of a kind, or what is built in: of kinds that are one for everybody all there is. */
export async function defaultOf<K extends SettingKind>(on: Queryable, kind: K): Promise<SettingValue<K>> {
  return parseSetting(kind, (await findDefault(on, kind)) ?? {});
}

/** Every value in force, in the order they are tried: user groups by rank, then the default or what is built in. */
export async function settingsInForce<K extends SettingKind>(on: Queryable, kind: K): Promise<SettingInForce<K>[]> {
  const stored = await findSettings(on, kind);
  const settings: SettingInForce<K>[] = stored.map((s) => ({
    value: parseSetting(kind, s.value),
    from: fromOf(s),
    settingId: s.id,
    isDefault: s.isDefault,
    rank: s.rank,
  }));
  if (!stored.some((s) => s.isDefault)) settings.push({ ...builtIn(kind), isDefault: true, rank: 0 });
  return settings;
}

/**
 * A value as the contract has it, with the defaults of what it leaves out.
 * @throws ZodError
 */
export const parseSetting = <K extends SettingKind>(kind: K, value: unknown): SettingValue<K> =>
  settingKinds[kind].parse(value) as SettingValue<K>; // sound: settingKinds[kind] is the schema that SettingValue<K> is inferred from

export const builtIn = <K extends SettingKind>(kind: K): Setting<K> => ({
  value: parseSetting(kind, {}),
  from: 'Built-in',
  settingId: null,
});

const fromOf = (stored: Pick<StoredSetting, 'isDefault' | 'name'>): string =>
  stored.isDefault ? 'Default' : stored.name;
