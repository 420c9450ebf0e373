import { z } from 'zod';
import { instant, text, uuid } from '../common.ts';
import { listPage, listQuery } from './list.ts';
import { consequence, origin, personRow } from './people.ts';

export const groupFacts = z.strictObject({
  name: text(200).meta({
    title: 'Group name',
    description: 'User Settings and configurations refer to the group by this name.',
  }),
});
export type GroupFacts = z.infer<typeof groupFacts>;

export const groupRow = groupFacts.extend({
  id: uuid,
  version: z.number().int().min(1),
  origin,
  createdAt: instant,
  /** Beyond `atLeast` they are not counted. */
  members: z.strictObject({ count: z.number().int(), atLeast: z.boolean() }),
});
export type GroupRow = z.infer<typeof groupRow>;

export const groupQuery = listQuery.extend({
  sort: z.enum(['name', '-name']).default('name'),
  origin: origin.optional(),
  /** Groups that this person is in. */
  person: uuid.optional(),
});
export type GroupQuery = z.infer<typeof groupQuery>;
export const groupPage = listPage(groupRow);

/** What refers to a group, and so keeps it from being deleted. */
export const groupUse = z.strictObject({
  /** `setting`, or what has an audience: `space`, an app, a kind of configuration. */
  kind: z.string(),
  id: z.string(),
  name: z.string(),
});
export type GroupUse = z.infer<typeof groupUse>;
export const groupDetail = groupRow.extend({ uses: z.array(groupUse), changedAt: instant.nullable() });
export type GroupDetail = z.infer<typeof groupDetail>;

export const groupDeletion = z.strictObject({
  allowed: z.boolean(),
  uses: z.array(groupUse),
  consequences: z.array(consequence),
});

/** At most a thousand people a call, so that each call is one short transaction. */
export const membershipChange = z.strictObject({
  add: z.array(uuid).max(1_000).default([]).meta({ title: 'Add', description: 'People who join the group.' }),
  remove: z.array(uuid).max(1_000).default([]).meta({ title: 'Remove', description: 'People who leave the group.' }),
});
export type MembershipChange = z.infer<typeof membershipChange>;
export const membershipResult = z.strictObject({
  added: z.number().int(),
  removed: z.number().int(),
  /** Ids under which nobody is known; the others were added. */
  unknown: z.array(uuid),
});
export const memberPage = listPage(personRow);
