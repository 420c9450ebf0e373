import type { NamedUserGroup } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import type { Part, World } from '../part.ts';

const PAGE = 1_000;
/** A file is for what is configured; more people than these are moved by their own files. */
const MOST_MEMBERS = 50_000;

export const userGroups: Part<NamedUserGroup> = {
  name: 'userGroups',
  async read(world, { members }) {
    const rows = await world.directory.configured.groups(world.tx);
    for (const { id, name } of rows) world.names.add('userGroup', id, name);
    let left = MOST_MEMBERS;
    const groups: unknown[] = [];
    for (const { id, name, origin } of rows) {
      const elsewhere = origin === 'ldap' || origin === 'scim';
      const upns = members && !elsewhere ? await membersOf(world, id, left) : undefined;
      left -= upns?.length ?? 0;
      groups.push({ name, ...(elsewhere && { from: origin }), ...(upns && { members: upns }) });
    }
    return { file: { userGroups: groups }, rows: rows.map((row) => [row.name.toLowerCase(), row]) };
  },
  items: ({ userGroups: groups }) =>
    groups?.map((value, i) => ({
      key: value.name.toLowerCase(),
      name: value.name,
      value: { ...value, ...(value.members && { members: value.members.toSorted() }) },
      path: ['userGroups', i],
    })) ?? null,
  async put(world, { name, from, members }, kept) {
    const { directory, tx, by, names } = world;
    if (from !== undefined && kept === null)
      throw new LanyardError('config_file_refused', {
        why: `A group that is looked after by ${from.toUpperCase()} is made there: read it from there first.`,
      });
    const id = kept?.id ?? (await directory.addGroup(tx, name, by));
    names.add('userGroup', id, name);
    if (kept !== null && kept.value.name !== name) await directory.configured.renameGroup(tx, kept, name, by);
    if (members) await putMembers(world, id, members);
    return id;
  },
  // Who looks after it elsewhere would make it again.
  removable: ({ from }) => from === undefined,
  remove: ({ directory, tx, by }, kept) => directory.configured.deleteGroup(tx, kept, by),
};

async function idsOf({ directory, tx }: World, groupId: string, most: number): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const page = await directory.configured.memberIds(tx, groupId, after, PAGE);
    ids.push(...page);
    if (ids.length > most)
      throw new LanyardError('config_file_too_large', { members: `more than ${MOST_MEMBERS} in all` });
    after = page.at(-1) ?? null;
    if (page.length < PAGE) return ids;
  }
}

async function membersOf(world: World, groupId: string, most: number): Promise<string[]> {
  const ids = await idsOf(world, groupId, most);
  return [...(await world.directory.configured.upnsOf(world.tx, ids)).values()].toSorted();
}

/** Exactly these people, a thousand at a time. */
async function putMembers(world: World, groupId: string, upns: readonly string[]): Promise<void> {
  const { directory, tx, by } = world;
  const known = await directory.configured.idsByUpn(tx, upns);
  const missing = upns.filter((upn) => !known.has(upn.toLowerCase()));
  if (missing.length > 0)
    throw new LanyardError('config_file_refused', {
      why: `There is nobody with the UPN ${missing.slice(0, 5).join(', ')}.`,
    });
  const before = new Set(await idsOf(world, groupId, Infinity));
  const after = new Set(known.values());
  const add = [...after].filter((id) => !before.has(id));
  const remove = [...before].filter((id) => !after.has(id));
  for (let at = 0; at < Math.max(add.length, remove.length); at += PAGE) {
    const change = { add: add.slice(at, at + PAGE), remove: remove.slice(at, at + PAGE) };
    await directory.configured.changeMembers(tx, groupId, change, by);
  }
}
