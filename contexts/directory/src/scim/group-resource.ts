import { groupFacts } from '@lanyard/contract';
import type { GroupRecord } from '../pg/group-list.ts';
import { isUuid, type Member } from '../pg/scim-lists.ts';
import { isObject, type Json, type JsonObject } from './patch.ts';
import { GROUP } from './schemas.ts';
import { ScimError } from './scim-error.ts';
import { externalIdOf, lookup, textOf } from './user-resource.ts';

/** A group as SCIM shows it. @param members null: they were not asked for */
export function groupResource(group: GroupRecord, members: readonly Member[] | null, base: string): JsonObject {
  return {
    schemas: [GROUP],
    id: group.id,
    ...(group.origin === 'scim' && group.external_id !== null ? { externalId: group.external_id } : {}),
    displayName: group.name,
    ...(members === null
      ? {}
      : {
          members: members.map(({ id, display }) => ({
            value: id,
            display,
            type: 'User',
            $ref: `${base}/Users/${id}`,
          })),
        }),
    meta: {
      resourceType: 'Group',
      created: group.created_at.toISOString(),
      lastModified: (group.changed_at ?? group.created_at).toISOString(),
      version: `W/"${group.version}"`,
      location: `${base}/Groups/${group.id}`,
    },
  };
}

export interface GroupInput {
  readonly name: string;
  readonly externalId: string | null;
  readonly members: readonly string[];
}

/** @throws ScimError `invalidValue` naming the attribute */
export function readGroup(resource: JsonObject): GroupInput {
  const get = lookup(resource);
  const read = groupFacts.safeParse({ name: textOf(get('displayName')) });
  if (!read.success) throw new ScimError('invalidValue', 'displayName: is a text of 1 to 200 characters');
  return { name: read.data.name, externalId: externalIdOf(get('externalId')), members: memberIdsOf(get('members')) };
}

/** @throws ScimError `invalidValue`: nested groups are none here */
export function memberIdsOf(value: Json | undefined): string[] {
  const all = value === undefined || value === null ? [] : [value].flat();
  return all.map((one) => {
    const id = isObject(one) ? textOf(lookup(one)('value')) : '';
    if (!isUuid(id)) throw new ScimError('invalidValue', 'members: each names a User by the id given here');
    return id.toLowerCase();
  });
}
