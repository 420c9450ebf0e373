import {
  settingKindFacts,
  settingKinds,
  withOther,
  type ConfigEffect,
  type ConfigFile,
  type NamedSettingsOfKind,
  type SettingKind,
  type SettingPreview,
} from '@lanyard/contract';
import { nothing, type Item, type Kept, type Part, type World } from '../part.ts';

const kinds = Object.keys(settingKinds) as SettingKind[]; // sound: the registry's own names

interface OneSetting {
  readonly kind: SettingKind;
  /** Null: the default. */
  readonly name: string | null;
  readonly userGroups: readonly string[];
  readonly value: object;
}

const DEFAULT = 'default';
const keyOf = (kind: SettingKind, name: string | null): string =>
  name === null ? `${kind} ${DEFAULT}` : `${kind} of groups: ${name.toLowerCase()}`;

/** User settings, branding and approvals: every kind that there is. */
export const userSettings: Part<OneSetting> = {
  name: 'userSettings',
  async read(world) {
    const file: Partial<Record<SettingKind, NamedSettingsOfKind>> = {};
    const rows: [string, { id: string; version: number }][] = [];
    for (const kind of kinds) {
      const own: NamedSettingsOfKind = { groups: [] };
      for (const one of await world.directory.configured.settings(world.tx, kind)) {
        const value = named(world, kind, one.value);
        if (one.isDefault) own.default = value;
        else own.groups.push({ name: one.name, userGroups: one.groups.map(({ name }) => name).toSorted(), value });
        rows.push([keyOf(kind, one.isDefault ? null : one.name), one]);
      }
      if (own.default !== undefined || own.groups.length > 0) file[kind] = own;
    }
    return { file: { userSettings: file }, rows };
  },
  items: ({ userSettings: file }) => (file === undefined ? null : kinds.flatMap((kind) => itemsOf(kind, file))),
  async preview(world, value, kept) {
    const { directory, tx, personId } = world;
    if (value === null && kept === null) return null;
    const kind = value?.kind ?? kept?.value.kind;
    if (kind === undefined) return null;
    const change =
      value === null
        ? { act: 'delete' as const, kind, id: idIn(kept), expected: kept?.version ?? 0 }
        : { act: 'save' as const, ...orderOf(world, value, kept) };
    return effectOf(await directory.configured.previewSetting(tx, change, personId));
  },
  put: (world, value, kept) => world.directory.configured.saveSetting(world.tx, orderOf(world, value, kept), world.by),
  remove: ({ directory, tx, by }, kept) =>
    directory.configured.endSetting(tx, kept.value.kind, { id: idIn(kept), version: kept.version }, by),
  reorder: ({ directory, tx, by }, kind, ids) => directory.configured.orderSettings(tx, kind as SettingKind, ids, by), // sound: items name their kind as their group
};

function itemsOf(kind: SettingKind, file: NonNullable<ConfigFile['userSettings']>): Item<OneSetting>[] {
  const { [kind]: own } = file;
  if (own === undefined) return [];
  const { title } = settingKindFacts[kind];
  const groups = own.groups.map(({ name, userGroups, value }, i): Item<OneSetting> => ({
    key: keyOf(kind, name),
    name: `${title}: ${name}`,
    value: { kind, name, userGroups: userGroups.toSorted(), value },
    path: ['userSettings', kind, 'groups', i],
    group: kind,
  }));
  if (own.default === undefined) return groups;
  const value = { kind, name: null, userGroups: [], value: own.default };
  const path = ['userSettings', kind, DEFAULT];
  return [{ key: keyOf(kind, null), name: `${title}: Default`, value, path }, ...groups];
}

const idIn = (kept: Kept<OneSetting> | null): string => (kept?.value.name === null ? DEFAULT : (kept?.id ?? DEFAULT));

function orderOf({ names }: World, { kind, name, userGroups, value }: OneSetting, kept: Kept<OneSetting> | null) {
  const own = name === null ? {} : { name, groupIds: userGroups.map((one) => names.idOf('userGroup', one)) };
  const id = name === null ? DEFAULT : (kept?.id ?? null);
  return {
    kind,
    id,
    expected: name !== null && kept === null ? null : (kept?.version ?? 0),
    ...own,
    value: withId(names, value),
  };
}

/** Another provider is in the file by its name. */
function named({ names }: World, kind: SettingKind, value: object): object {
  if (kind !== 'portal_authentication' || !('otherProviderId' in value)) return value;
  const id = value.otherProviderId;
  return withOther(value, typeof id === 'string' ? names.nameOf('provider', id) : null);
}
function withId(names: World['names'], value: object): object {
  if (!('otherProvider' in value)) return value;
  const { otherProvider, ...rest } = value;
  return { ...rest, otherProviderId: typeof otherProvider === 'string' ? names.idOf('provider', otherProvider) : null };
}

function effectOf({ affected, people, warnings, lockOut }: SettingPreview): ConfigEffect {
  const first = (some: readonly { displayName: string; userName: string }[]): string[] =>
    some.slice(0, 10).map(({ displayName, userName }) => `${displayName} (${userName})`);
  return {
    of: 'people',
    ...nothing,
    changes: { count: affected, first: first(people) },
    lockedOut: { count: lockOut?.lockedOut ?? 0, first: first(lockOut?.people ?? []) },
    sentences: [...(lockOut?.you ? [lockOut.you] : []), ...warnings.map(({ words, next }) => `${words} ${next}`)],
  };
}
