import { z } from 'zod';
import { emailAddress, instant, text, upn, uuid } from '../common.ts';
import { listQuery } from './list.ts';
import { personState } from './people.ts';
import { adminPermissions, role } from './roles.ts';

/** 256 bits of randomness, as a link carries them in its fragment. */
const linkToken = z.base64url().length(43);

/** POST /api/admin/first/look: what the page asks before it shows a form; the link stays good. */
export const adminLinkInput = z.strictObject({ token: linkToken });
export type AdminLinkInput = z.infer<typeof adminLinkInput>;

export const adminLinkView = z.strictObject({
  /** Whom it signs in; null: it makes a new administrator, and {@link firstAdministratorInput} needs `person`. */
  person: z.strictObject({ displayName: z.string(), userName: z.string() }).nullable(),
  /** Nobody administers the installation yet. */
  first: z.boolean(),
  expiresAt: instant,
});
export type AdminLinkView = z.infer<typeof adminLinkView>;

/** Who becomes administrator by a link that is for nobody yet. */
export const newAdministrator = z.strictObject({
  userName: text(200).meta({ title: 'User name', description: 'Short, as you type it on a phone: ada.vega' }),
  upn: upn.meta({
    title: 'User Principal Name',
    description: 'Exactly as your smart card has it: from then on the card signs you in.',
  }),
  email: emailAddress.meta({ title: 'E-mail address', description: 'Notices about your account go there.' }),
  givenName: text(100).meta({ title: 'Given name', description: 'As on your card.' }),
  surname: text(100).meta({ title: 'Surname', description: 'As on your card.' }),
});
export type NewAdministrator = z.infer<typeof newAdministrator>;

/** POST /api/admin/first → sessionView: uses the link up. */
export const firstAdministratorInput = z.strictObject({ token: linkToken, person: newAdministrator.optional() });
export type FirstAdministratorInput = z.infer<typeof firstAdministratorInput>;

/** A role, and where it holds. */
export const roleGrant = z
  .strictObject({
    role: role.meta({ title: 'Role', description: 'What this person may do on the admin portal.' }),
    spaces: z
      .array(uuid)
      .min(1)
      .max(200)
      .nullable()
      .meta({ title: 'Spaces', description: 'Where the role holds; only a space administrator is bound to spaces.' }),
  })
  .refine(({ role: name, spaces }) => (name === 'space-administrator') === (spaces !== null), {
    path: ['spaces'],
    message: 'a space administrator is given for one space or more, every other role for all',
  });
export type RoleGrant = z.infer<typeof roleGrant>;

/** PUT /api/admin/administrators/:personId, and POST …/preview: every role that the person is to have; none takes all away. */
export const rolesInput = z.strictObject({
  roles: z
    .array(roleGrant)
    .max(10)
    .refine((roles) => new Set(roles.map(({ role: name }) => name)).size === roles.length, 'names a role twice'),
  /** The audit log keeps it, and a second person reads it where one must approve. */
  reason: text(500).optional().meta({ title: 'Reason', description: 'Why the roles change.' }),
});
export type RolesInput = z.infer<typeof rolesInput>;

export const administratorView = z.strictObject({
  personId: uuid,
  userName: z.string(),
  displayName: z.string(),
  upn: z.string(),
  state: personState,
  roles: z.array(
    z.strictObject({ role, spaces: z.array(z.string()).nullable(), givenAt: instant, givenBy: z.string() }),
  ),
  /** Goes into `if-match`; 0 for somebody who never had a role. */
  version: z.number().int(),
});
export type AdministratorView = z.infer<typeof administratorView>;

/** GET /api/admin/administrators */
export const administratorQuery = listQuery.extend({ after: uuid.optional(), role: role.optional() });
export type AdministratorQuery = z.infer<typeof administratorQuery>;

/** What a change of roles would do, without doing it. */
export const rolesPreview = z.strictObject({
  gains: z.array(z.enum(adminPermissions)),
  loses: z.array(z.enum(adminPermissions)),
  /** It would be refused, and with which code. */
  refused: z.enum(['last_administrator', 'role_beyond_own']).nullable(),
  /** It changes what the caller may do. */
  self: z.boolean(),
});
export type RolesPreview = z.infer<typeof rolesPreview>;
