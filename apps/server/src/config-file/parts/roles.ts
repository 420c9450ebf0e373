import { roleGrant, type NamedRoles, type RoleGrant } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import type { Part, World } from '../part.ts';

/** Who administers. Only at the console: there somebody may give what nobody may give who has less. */
export const roles: Part<NamedRoles> = {
  name: 'roles',
  async read({ directory, tx, names }, { roles: asked }) {
    if (!asked) return { file: {}, rows: [] };
    const rows = await directory.configured.administrators(tx);
    const all = rows.map(({ upn, roles: grants }) => ({
      upn,
      roles: grants.map(({ role, spaces }) => ({
        role,
        spaces: spaces && spaces.map((id) => names.nameOf('space', id)).toSorted(),
      })),
    }));
    return {
      file: { roles: all },
      rows: rows.map(({ upn, personId, version }) => [upn.toLowerCase(), { id: personId, version }]),
    };
  },
  items: ({ roles: all }) =>
    all?.map((value, i) => ({ key: value.upn.toLowerCase(), name: value.upn, value, path: ['roles', i] })) ?? null,
  async put(world, { upn, roles: grants }, kept) {
    const person = await world.directory.personByUpn(upn, world.tx);
    if (person === null)
      throw new LanyardError('config_file_refused', { why: `There is nobody with the UPN "${upn}".` });
    await give(world, person.id, kept?.version, grants.map(grantOf(world)));
    return person.id;
  },
  remove: (world, kept) => give(world, kept.id, kept.version, []),
};

const grantOf =
  ({ names }: World) =>
  ({ role, spaces }: NamedRoles['roles'][number]): RoleGrant =>
    roleGrant.parse({ role, spaces: spaces && spaces.map((name) => names.idOf('space', name)) });

const give = ({ directory, tx, by }: World, personId: string, version: number | undefined, all: readonly RoleGrant[]) =>
  directory.putRoles(tx, { personId, roles: all, version }, { actor: by, may: null });
