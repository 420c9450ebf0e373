import { DEFAULT_SPACE, type NamedDeviceGroup, type NamedSpace } from '@lanyard/contract';
import type { Part, World } from '../part.ts';

export const deviceGroups: Part<NamedDeviceGroup> = {
  name: 'deviceGroups',
  async read({ fleet, tx, names }) {
    const rows = await fleet.configured.deviceGroups(tx);
    for (const { id, name } of rows) names.add('deviceGroup', id, name);
    const groups = rows.map(({ name, description, rule }) => ({
      name,
      description,
      rule: rule && {
        ...rule,
        userGroups: rule.userGroups.map((id) => names.nameOf('userGroup', id)).toSorted(),
      },
    }));
    return { file: { deviceGroups: groups }, rows: rows.map((row) => [row.name.toLowerCase(), row]) };
  },
  items: ({ deviceGroups: groups }) =>
    groups?.map((value, i) => ({
      key: value.name.toLowerCase(),
      name: value.name,
      value,
      path: ['deviceGroups', i],
    })) ?? null,
  async put({ fleet, tx, names, editor }, { rule, ...group }, kept) {
    const userGroups = rule?.userGroups.map((name) => names.idOf('userGroup', name)) ?? [];
    const input = { ...group, rule: rule && { ...rule, userGroups } };
    if (kept !== null) await fleet.configured.changeDeviceGroup(tx, kept, input, editor);
    const id = kept?.id ?? (await fleet.configured.createDeviceGroup(tx, input, editor));
    names.add('deviceGroup', id, group.name);
    return id;
  },
  remove: ({ fleet, tx, editor }, kept) => fleet.configured.removeDeviceGroup(tx, kept, editor),
};

export const spaces: Part<NamedSpace> = {
  name: 'spaces',
  async read({ fleet, tx, names }) {
    const rows = await fleet.configured.spaces(tx);
    for (const { id, name } of rows) names.add('space', id, name);
    const all = rows.map(({ id, name, rank, rule }) => ({
      name,
      rank,
      userGroups: rule.userGroups.map((one) => names.nameOf('userGroup', one)).toSorted(),
      deviceGroups: rule.deviceGroups.map((one) => names.nameOf('deviceGroup', one)).toSorted(),
      isDefault: id === DEFAULT_SPACE,
    }));
    const keys = all.map((space) => keyOf(space));
    return { file: { spaces: all }, rows: rows.map((row, i) => [keys[i] ?? '', row]) };
  },
  items: ({ spaces: all }) =>
    all?.map((value, i) => ({ key: keyOf(value), name: value.name, value, path: ['spaces', i] })) ?? null,
  async put({ fleet, tx, names, editor }, { isDefault: _, ...space }, kept) {
    const input = {
      ...space,
      userGroups: space.userGroups.map((name) => names.idOf('userGroup', name)),
      deviceGroups: space.deviceGroups.map((name) => names.idOf('deviceGroup', name)),
    };
    if (kept !== null) await fleet.configured.changeSpace(tx, kept, input, editor);
    const id = kept?.id ?? (await fleet.configured.createSpace(tx, input, editor));
    names.add('space', id, space.name);
    return id;
  },
  removable: ({ isDefault }) => !isDefault,
  remove: ({ fleet, tx, editor }, kept) => fleet.configured.removeSpace(tx, kept, editor),
};

/** The default space is the same one in every installation, whatever it is called. */
const keyOf = ({ isDefault, name }: Pick<NamedSpace, 'isDefault' | 'name'>): string =>
  isDefault ? 'the default space' : `space ${name.toLowerCase()}`;

/** Null stands for the default space. */
export const spaceName = ({ names }: Pick<World, 'names'>, id: string): string | null =>
  id === DEFAULT_SPACE ? null : names.nameOf('space', id);
export const spaceId = ({ names }: Pick<World, 'names'>, name: string | null): string =>
  name === null ? DEFAULT_SPACE : names.idOf('space', name);
