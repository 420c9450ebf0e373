import { z } from 'zod';
import { instant, text, uuid } from '../common.ts';

const attribute = z
  .string()
  .max(100)
  .regex(/^[A-Za-z][A-Za-z0-9-]*(;[A-Za-z0-9-]+)*$/, 'is not the name of an attribute');
const distinguishedName = z.string().trim().max(1_000);
const filter = z.string().trim().min(3).max(2_000).startsWith('(').endsWith(')');

/** Encrypted, or on this very machine: passwords and the list of who works here do not travel in clear. */
const ldapUrl = z
  .string()
  .max(300)
  .regex(/^ldaps?:\/\/[^/?#@\s]+$/, 'is ldaps://host or ldap://host, with a port where it is another');

export const ldapAttributes = z.strictObject({
  userName: attribute.default('uid').meta({ title: 'User name', description: 'sAMAccountName in Active Directory.' }),
  upn: attribute
    .default('mail')
    .meta({ title: 'User Principal Name', description: 'userPrincipalName in Active Directory.' }),
  email: attribute.default('mail').meta({ title: 'E-mail', description: 'Usually mail.' }),
  displayName: attribute.default('cn').meta({ title: 'Display name', description: 'displayName, or cn.' }),
  givenName: attribute.default('givenName').meta({ title: 'Given name', description: 'Usually givenName.' }),
  surname: attribute.default('sn').meta({ title: 'Surname', description: 'Usually sn.' }),
});
export type LdapAttributes = z.infer<typeof ldapAttributes>;

/** A connection to an LDAP directory, without its password. */
export const ldapConnection = z
  .strictObject({
    name: text(100).meta({ title: 'Name', description: 'How lists and the audit log call this connection.' }),
    url: ldapUrl.meta({ title: 'Address', description: 'ldaps://directory.agency.example, or ldap:// with StartTLS.' }),
    startTls: z.boolean().default(false).meta({
      title: 'StartTLS',
      description: 'Encrypts a connection to an ldap:// address. Without it only this machine itself may be asked.',
    }),
    caCertificates: z.string().max(65_536).default('').meta({
      title: 'Trusted issuers (PEM)',
      description: "Who may have issued the server's certificate. Empty: the issuers that the system trusts.",
    }),
    bindDn: distinguishedName.default('').meta({
      title: 'Bind DN',
      description: 'The account that reads the directory; it needs no right to write. Empty: anonymous.',
    }),
    baseDns: z.array(distinguishedName.min(1)).min(1).max(20).meta({
      title: 'Search bases',
      description: 'Below which entries people are looked for, for example ou=people,dc=agency,dc=example.',
    }),
    filter: filter.default('(objectClass=inetOrgPerson)').meta({
      title: 'Filter',
      description: 'Which entries are people. Leave out accounts that are disabled: they count as gone.',
    }),
    idAttribute: attribute.default('entryUUID').meta({
      title: 'Identifier',
      description: 'Stays the same when a person is renamed: entryUUID, or objectGUID in Active Directory.',
    }),
    changedAttribute: attribute.default('modifyTimestamp').meta({
      title: 'Time of change',
      description: 'Lets a sync read only what changed: modifyTimestamp, or whenChanged in Active Directory.',
    }),
    attributes: ldapAttributes
      .prefault({})
      .meta({ title: 'Attributes', description: 'Where the directory keeps what is known of a person.' }),
    groups: z
      .strictObject({
        enabled: z.boolean().default(false).meta({ title: 'Read groups', description: 'Their members follow.' }),
        baseDns: z
          .array(distinguishedName.min(1))
          .max(20)
          .default([])
          .meta({ title: 'Search bases', description: 'Below which entries groups are looked for.' }),
        filter: filter
          .default('(objectClass=groupOfNames)')
          .meta({ title: 'Filter', description: 'Which entries are groups; name those that you need.' }),
        nameAttribute: attribute.default('cn').meta({ title: 'Name', description: 'Usually cn.' }),
        memberAttribute: attribute
          .default('member')
          .meta({ title: 'Members', description: 'An attribute that holds the members’ DNs.' }),
      })
      .prefault({})
      .meta({ title: 'Groups', description: 'User groups that are kept as the directory has them.' }),
    gone: z.enum(['suspend', 'terminate', 'keep']).default('suspend').meta({
      title: 'Who is gone from the source',
      description: 'Suspended people come back when their entry does; terminating ends credentials for good.',
    }),
    takeOver: z.boolean().default(false).meta({
      title: 'Take over people of another origin',
      description: 'Somebody added here with the same UPN or user name is looked after by this connection.',
    }),
    enabled: z.boolean().default(true).meta({ title: 'Sync by schedule', description: 'Off: only when asked.' }),
    everyMinutes: z
      .number()
      .int()
      .min(5)
      .max(1_440)
      .default(60)
      .meta({ title: 'Every … minutes', description: 'Between 5 minutes and a day.' }),
  })
  .superRefine(({ url, startTls, groups }, context) => {
    const plain = url.startsWith('ldap://') && !startTls;
    if (plain && !/^ldap:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(url))
      context.addIssue({
        code: 'custom',
        path: ['url'],
        message: 'needs ldaps:// or StartTLS: it is not this machine',
      });
    if (url.startsWith('ldaps://') && startTls)
      context.addIssue({
        code: 'custom',
        path: ['startTls'],
        message: 'is for ldap:// addresses: ldaps:// is encrypted',
      });
    if (groups.enabled && groups.baseDns.length === 0)
      context.addIssue({ code: 'custom', path: ['groups', 'baseDns'], message: 'at least one, when groups are read' });
  });
export type LdapConnection = z.infer<typeof ldapConnection>;

export const ldapPassword = z.string().min(1).max(500).meta({
  title: 'Password',
  description: 'Kept sealed and never shown again. Left out, the one that is kept stays.',
});
export const ldapInput = z.strictObject({ connection: ldapConnection, password: ldapPassword.optional() });
export type LdapInput = z.infer<typeof ldapInput>;

/** A draft can be tried before it is saved; `id` lends it the password that is kept. */
export const ldapTestInput = ldapInput.extend({ id: uuid.optional() });

export const ldapView = z.strictObject({
  id: uuid,
  version: z.number().int(),
  connection: ldapConnection,
  hasPassword: z.boolean(),
  lastSync: z
    .strictObject({ at: instant, outcome: z.enum(['done', 'waiting', 'failed']), problem: z.string().nullable() })
    .nullable(),
  /** A run that waits for a person's word. */
  waitingIntakeId: uuid.nullable(),
  nextAt: instant.nullable(),
});
export type LdapView = z.infer<typeof ldapView>;
export const ldapList = z.strictObject({ items: z.array(ldapView) });

export const ldapSample = z.strictObject({
  dn: z.string(),
  userName: z.string(),
  upn: z.string(),
  email: z.string(),
  displayName: z.string(),
  /** What keeps this entry from becoming a person; null where nothing does. */
  problem: z.string().nullable(),
});
export const ldapTestResult = z.strictObject({
  /** How far it came: the address answered, the account was let in, people were found. */
  reached: z.boolean(),
  bound: z.boolean(),
  sample: z.array(ldapSample).max(5),
  groups: z.array(z.string()).max(5),
  /** What went wrong and what to do; null when all is well. */
  problem: z.string().nullable(),
});
export type LdapTestResult = z.infer<typeof ldapTestResult>;
