import { z } from 'zod';
import { emailAddress, instant, text, upn, uuid } from '../common.ts';
import { listPage, listQuery } from './list.ts';

export const personState = z.enum(['active', 'suspended', 'terminated']);
export type PersonState = z.infer<typeof personState>;

/** Who looks after a person or a group: somebody here, a file, or another system. */
export const origin = z.enum(['hand', 'csv', 'ldap', 'scim']);
export type Origin = z.infer<typeof origin>;

const version = z.number().int().min(1);

/** What is known of a person. The server and every form check it alike. */
export const personFacts = z.strictObject({
  userName: text(200).meta({
    title: 'User name',
    description: 'What the person types when registering a device. Nobody else may have it, in any case.',
  }),
  upn: upn.meta({
    title: 'User Principal Name',
    description: 'As it stands in the certificate of the smart card, for example ada@agency.example.',
  }),
  email: emailAddress.meta({
    title: 'E-mail',
    description: 'Where invitations and notices go; it also stands in signing and encryption certificates.',
  }),
  displayName: text(200).meta({ title: 'Display name', description: 'As lists and messages show the person.' }),
  givenName: text(100).meta({ title: 'Given name', description: 'First name, as the organisation writes it.' }),
  surname: text(100).meta({ title: 'Surname', description: 'Family name, as the organisation writes it.' }),
});
export type PersonFacts = z.infer<typeof personFacts>;

export const newPerson = personFacts;

export const personChange = personFacts.partial().extend({
  takeOver: z.boolean().optional().meta({
    title: 'Take over by hand',
    description: 'The source that looks after this person stops doing so; from now on changes are made here.',
  }),
});
export type PersonChange = z.infer<typeof personChange>;

export const personStateChange = z.strictObject({
  state: personState.meta({
    title: 'State',
    description: 'Suspended stops all credentials until the person is active again; terminated ends them for good.',
  }),
  reason: text(500).meta({ title: 'Reason', description: 'Why, for whoever reads the audit log later.' }),
});
export type PersonStateChange = z.infer<typeof personStateChange>;

export const personRow = personFacts.extend({
  id: uuid,
  /** What a change names as the version it was made on. */
  version,
  state: personState,
  stateSince: instant,
  origin,
  createdAt: instant,
});
export type PersonRow = z.infer<typeof personRow>;

/** Columns that the list of people can be sorted by. */
export const personSorts = ['userName', 'upn', 'email', 'displayName', 'givenName', 'surname', 'createdAt'] as const;
export type PersonSort = (typeof personSorts)[number];

export const personQuery = listQuery.extend({
  sort: z.enum(personSorts.flatMap((name) => [name, `-${name}`] as const)).default('userName'),
  state: personState.optional(),
  origin: origin.optional(),
  /** Id of a user group. */
  group: uuid.optional(),
});
export type PersonQuery = z.infer<typeof personQuery>;
export const personPage = listPage(personRow);

export const personDetail = personRow.extend({
  stateReason: z.string().nullable(),
  roles: z.array(z.string()),
  groups: z.array(z.strictObject({ id: uuid, name: z.string(), origin })),
  /** The LDAP connection that looks after the person, or null. */
  source: z.strictObject({ id: uuid, name: z.string() }).nullable(),
  changedAt: instant.nullable(),
});
export type PersonDetail = z.infer<typeof personDetail>;

/** One thing that a change brings about, in words, with how many it meets. */
export const consequence = z.strictObject({ code: z.string(), text: z.string(), count: z.number().int() });
export type Consequence = z.infer<typeof consequence>;
export const consequences = z.strictObject({ consequences: z.array(consequence) });
