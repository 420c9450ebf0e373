import { LanyardError, recordAudit, requireVersion, type Tx } from '@lanyard/kernel';
import { addGroup } from '../groups.ts';
import { changeMembers } from '../groups/change-members.ts';
import { deleteGroup, sayingNameIsTaken } from '../groups/edit-group.ts';
import { lockGroup, updateGroup, type GroupRecord } from '../pg/group-list.ts';
import { membersOf } from '../pg/scim-lists.ts';
import type { DirectoryPorts } from '../ports.ts';
import type { GroupInput } from './group-resource.ts';
import type { Provisioner } from './provision-user.ts';
import { ScimError } from './scim-error.ts';

/** Larger groups are changed member by member, not shown or replaced whole. */
export const MOST_MEMBERS = 20_000;

export interface MemberEdit {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** @throws ScimError `uniqueness`, `invalidValue` for members who are not known */
export async function createGroup(ports: DirectoryPorts, tx: Tx, input: GroupInput, who: Provisioner): Promise<string> {
  const id = await uniqueName(() => addGroup(ports, tx, input.name, who.by));
  await own(ports, tx, await locked(tx, id), input, who);
  await editMembers(ports, tx, id, { add: input.members, remove: [] }, who);
  return id;
}

/**
 * Makes a group what the resource says: its name, and where they are given, all its members.
 * @throws ScimError `uniqueness`, `mutability`, `invalidValue`; LanyardError `not_found`, `conflict`
 */
export async function replaceGroup(
  ports: DirectoryPorts,
  tx: Tx,
  id: string,
  input: Omit<GroupInput, 'members'> & { readonly members?: readonly string[] | undefined },
  who: Provisioner,
  version: number | null,
): Promise<void> {
  const before = await locked(tx, id);
  if (version !== null) requireVersion(version, before);
  await own(ports, tx, before, input, who);
  if (input.members !== undefined) await editMembers(ports, tx, id, await editTo(tx, id, input.members), who);
}

/** Lets members join and leave. @throws ScimError `invalidValue` for those who are not known, `mutability`; LanyardError `permission_denied` */
export async function editMembers(
  ports: DirectoryPorts,
  tx: Tx,
  id: string,
  { add, remove }: MemberEdit,
  who: Provisioner,
): Promise<void> {
  if (add.length + remove.length === 0) return;
  refuseLdap(await locked(tx, id));
  const { unknown } = await changeMembers(ports, tx, id, { add: [...add], remove: [...remove] }, who.by, {
    managed: true,
    caller: who.caller,
  });
  if (unknown.length > 0)
    throw new ScimError('invalidValue', `members: nobody is known as ${unknown.slice(0, 5).join(', ')}`);
}

/** @throws ScimError `mutability`; LanyardError `not_found`, `group_in_use` */
export async function removeGroup(ports: DirectoryPorts, tx: Tx, id: string, who: Provisioner): Promise<void> {
  const before = await locked(tx, id);
  refuseLdap(before);
  await deleteGroup(ports, tx, id, before.version, who.by);
}

/** A group made by hand is looked after by the identity provider from then on, which the log says. */
async function own(
  { clock }: DirectoryPorts,
  tx: Tx,
  before: GroupRecord,
  { name, externalId }: Pick<GroupInput, 'name' | 'externalId'>,
  { by }: Provisioner,
): Promise<void> {
  refuseLdap(before);
  if (before.origin === 'scim' && before.name === name && before.external_id === externalId) return;
  const now = clock.now();
  await uniqueName(() => updateGroup(tx, before.id, { name, origin: 'scim', externalId, sourceId: null }, by, now));
  const takenOver = before.origin === 'scim' ? {} : { takenOverFrom: before.origin };
  const details = { before: before.name, name, ...takenOver };
  await recordAudit(tx, { act: 'group.renamed', outcome: 'done', actor: by, object: before.id, details }, now);
}

async function editTo(tx: Tx, id: string, wanted: readonly string[]): Promise<MemberEdit> {
  const now = await membersOf(tx, id, MOST_MEMBERS + 1);
  if (now.length > MOST_MEMBERS)
    throw new ScimError('tooMany', `The group has more than ${MOST_MEMBERS} members: add and remove them one by one.`);
  const [want, have] = [new Set(wanted), new Set(now.map((member) => member.id))];
  return { add: [...want].filter((one) => !have.has(one)), remove: [...have].filter((one) => !want.has(one)) };
}

function refuseLdap({ origin }: GroupRecord): void {
  if (origin === 'ldap')
    throw new ScimError('mutability', 'An LDAP directory looks after this group: change it there.');
}

async function locked(tx: Tx, id: string): Promise<GroupRecord> {
  const group = await lockGroup(tx, id);
  if (group === null) throw new LanyardError('not_found', { group: id });
  return group;
}

async function uniqueName<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await sayingNameIsTaken(write);
  } catch (error) {
    if (error instanceof LanyardError && error.code === 'conflict' && error.details['field'] === 'name')
      throw new ScimError('uniqueness', 'displayName: belongs to another group', { cause: error });
    throw error;
  }
}
