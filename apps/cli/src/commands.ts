export interface CommandModule {
  /** @returns the exit code */
  run(argv: readonly string[]): Promise<number>;
}

export interface Command {
  readonly name: string;
  readonly takes: string;
  readonly does: string;
  readonly load: () => Promise<CommandModule>;
  /** The command prints its own help. */
  readonly ownHelp?: boolean;
}

export const commands: readonly Command[] = [
  {
    name: 'start',
    takes: '[--data DIR] [--host NAME] [--listen ADDRESS] [--no-demo] [--portal-port N] [--<name>-port N …]',
    does: 'Starts the server; on its first start it makes the demo agency.',
    load: () => import('./commands/start.ts'),
  },
  {
    name: 'card issue',
    takes: 'USER [--out FILE] [--days N] [--key ec-p256|rsa-2048]',
    does: 'Makes a software smart card for a person of the demo agency (PKCS#12).',
    load: () => import('./commands/card-issue.ts'),
  },
  {
    name: 'card revoke',
    takes: 'USER | FILE.p12 [--hold | --resume] [--reason R]',
    does: "Revokes, suspends or resumes a card's certificates.",
    load: () => import('./commands/card-revoke.ts'),
  },
  {
    name: 'setting show',
    takes: 'KIND [--user USER]',
    does: 'Shows a setting in force, such as portal_authentication (trusted card issuers) or wallet; without KIND it names them all.',
    load: () => import('./commands/setting-show.ts'),
  },
  {
    name: 'setting put',
    takes: 'KIND FILE.json',
    does: 'Sets a setting for everybody; what the file leaves out takes its default.',
    load: () => import('./commands/setting-put.ts'),
  },
  {
    name: 'person add',
    takes: 'USER --given NAME --surname NAME [--upn UPN] [--email ADDRESS]',
    does: 'Adds a person to the directory.',
    load: () => import('./commands/person-add.ts'),
  },
  {
    name: 'person state',
    takes: 'USER active|suspended|terminated',
    does: "Changes a person's state; their credentials follow.",
    load: () => import('./commands/person-state.ts'),
  },
  {
    name: 'person list',
    takes: '',
    does: 'Lists the people of the directory.',
    load: () => import('./commands/person-list.ts'),
  },
  {
    name: 'person import',
    takes: 'FILE.csv [--apply] [--create-groups] [--take-over]',
    does: 'Says line by line what a file of people would do, and does it with --apply: whole or not at all.',
    load: () => import('./commands/person-import.ts'),
  },
  {
    name: 'group add',
    takes: 'NAME',
    does: 'Adds a user group.',
    load: () => import('./commands/group-add.ts'),
  },
  {
    name: 'group list',
    takes: '',
    does: 'Lists the user groups, with how many are in them.',
    load: () => import('./commands/group-list.ts'),
  },
  {
    name: 'group join',
    takes: 'GROUP USER…',
    does: 'Lets people join a user group.',
    load: () => import('./commands/group-join.ts'),
  },
  {
    name: 'group leave',
    takes: 'GROUP USER…',
    does: 'Lets people leave a user group.',
    load: () => import('./commands/group-leave.ts'),
  },
  {
    name: 'person invite',
    takes: 'USER',
    does: 'Mails an invitation to register.',
    load: () => import('./commands/person-invite.ts'),
  },
  {
    name: 'config export',
    takes: '[--out FILE] [--members] [--roles]',
    does: 'Writes everything that is configured as YAML: in one order, with names for references, without secrets.',
    load: () => import('./commands/config-export.ts'),
  },
  {
    name: 'config plan',
    takes: 'FILE [--prune] [--json]',
    does: 'Says what a file would change and what that does to whom. Ends with 0 where that is nothing, with 2 where it is something.',
    load: () => import('./commands/config-plan.ts'),
  },
  {
    name: 'config apply',
    takes: 'FILE [--prune] [--yes] [--plan-id ID]',
    does: 'Does what a file asks for, all of it or nothing; asks before, or is told with --yes.',
    load: () => import('./commands/config-apply.ts'),
  },
  {
    name: 'lint config',
    takes: '[FILE] [--prune] [--json]',
    does: 'Says what is wrong or unwise in all that is configured, or would be once a file was applied. Ends with 1 where there are errors.',
    load: () => import('./commands/lint-config.ts'),
  },
  {
    name: 'admin link',
    takes: '[--upn UPN]',
    does: 'Prints a one-time link into the admin portal, good for 30 minutes: for a person with a role, or for a new administrator.',
    load: () => import('./commands/admin-link.ts'),
  },
  {
    name: 'admin give',
    takes: 'USER administrator|security-officer|help-desk|auditor|space-administrator [--space ID…]',
    does: 'Gives a person a role on the admin portal; the first security officer is made here.',
    load: () => import('./commands/admin-give.ts'),
  },
  {
    name: 'admin take',
    takes: 'USER ROLE',
    does: 'Takes a role away; never the last administrator.',
    load: () => import('./commands/admin-take.ts'),
  },
  {
    name: 'admin list',
    takes: '',
    does: 'Lists who has which role.',
    load: () => import('./commands/admin-list.ts'),
  },
  {
    name: 'est invite',
    takes: 'USER [--profile P] [--days N] [--minutes N] [--device ID] [--authority ID]',
    does: 'Invites a provider app to enrol for a person through EST (RFC 7030); prints its one-time password.',
    load: () => import('./commands/est-invite.ts'),
  },
  {
    name: 'scep invite',
    takes: 'USER [--profile P] [--days N] [--minutes N] [--device ID] [--authority ID]',
    does: 'Invites an operating system to enrol for a person through SCEP (RFC 8894); prints its one-time challenge.',
    load: () => import('./commands/scep-invite.ts'),
  },
  {
    name: 'enrolment end',
    takes: 'ID [--reason R]',
    does: 'Ends an enrolment and revokes its certificates.',
    load: () => import('./commands/enrolment-end.ts'),
  },
  {
    name: 'demo trust',
    takes: '[--out FILE]',
    does: "Writes the demo's root certificate and says how to trust it on a phone.",
    load: () => import('./commands/demo-trust.ts'),
  },
  {
    name: 'audit export',
    takes: 'FILE',
    does: 'Writes the sealed audit log and its checkpoints to a file.',
    load: () => import('./commands/audit-export.ts'),
  },
  {
    name: 'audit verify',
    takes: 'FILE [--checkpoints FILE]',
    does: 'Checks an exported audit log offline, against checkpoints kept outside the database.',
    load: () => import('./commands/audit-verify.ts'),
  },
  {
    name: 'recover',
    takes: '--reason TEXT',
    does: 'Accepts a database that was put back from a backup, so that the issuer signs again.',
    load: () => import('./commands/recover.ts'),
  },
  {
    name: 'ceremony crl',
    takes: 'DIR --person NAME… [--revoke ID] [--reason R] [--days N] [--yes]',
    does: "Offline: signs the root's next CRL, revoking issuing authorities where asked.",
    load: () => import('./commands/ceremony-crl.ts'),
  },
  {
    name: 'ceremony authority',
    takes: 'DIR ID:KIND:KEY --organisation NAME --person NAME… [--line ID] [--years N] [--yes]',
    does: 'Offline: makes another issuing authority under the root, such as a successor.',
    load: () => import('./commands/ceremony-authority.ts'),
  },
  {
    name: 'ceremony',
    takes:
      'DIR --organisation NAME --status-url URL --person NAME… [--root-key KEY] [--authority ID:KIND:KEY…] [--yes]',
    does: 'Offline: makes a root and its issuing authorities, with a transcript; needs neither server nor database.',
    load: () => import('./commands/ceremony.ts'),
  },
  {
    name: 'authority import',
    takes: 'DIR [--passphrase-file FILE] [--from DATE]',
    does: "Takes a ceremony's root certificate, CRL and issuing authorities in; the root's key stays offline.",
    load: () => import('./commands/authority-import.ts'),
  },
  {
    name: 'authority rollover',
    takes: 'LINE [--key KEY] [--years N] [--from DATE]',
    does: 'Makes a successor for an authority; the old one goes on with its CRL and OCSP.',
    load: () => import('./commands/authority-rollover.ts'),
  },
  {
    name: 'authority list',
    takes: '',
    does: 'Lists the authorities: line, key, ends, from when they issue.',
    load: () => import('./commands/authority-list.ts'),
  },
  {
    name: 'lint',
    takes: 'FILE… [--profile NAME]',
    does: 'Holds certificates, CRLs and OCSP responses (DER or PEM) against RFC 5280 and the federal profiles; exit code 1 on errors.',
    load: () => import('./commands/lint.ts'),
  },
  {
    name: 'device',
    takes: '…',
    does: 'A headless device: register, activate, status, sign and more (`lanyard device help`).',
    load: () => import('./commands/device.ts'),
    ownHelp: true,
  },
  {
    name: 'reader',
    takes: '[pair --server URL | forget] [--socket PATH]',
    does: "Shows a paired phone's derived credential to this desktop as a PIV card (`lanyard reader --help`).",
    load: () => import('./commands/reader.ts'),
    ownHelp: true,
  },
];

/** @param group the first word of a command, such as `card`; absent: all of them */
export function usage(group?: string): string {
  const shown = commands.filter((c) => group === undefined || c.name.startsWith(`${group} `));
  const lines = shown.map((c) => `  lanyard ${`${c.name} ${c.takes}`.trim()}\n      ${c.does}`);
  return `Lanyard puts the trust of a smart card on a phone. From the repository: npm run lanyard -- <command>

${lines.join('\n')}

Commands beside the server take --data DIR and --master-key-file FILE where the installation is not in its usual place.
Settings may also be given in the environment: docs/operations.md.
`;
}

/** Whether a word begins commands without being one: `card`, `person`. */
export const isGroup = (word: string): boolean => commands.some((c) => c.name.startsWith(`${word} `));
