import type { Role } from '@lanyard/contract';
import { role } from '@lanyard/contract';

export const roleTitles: Readonly<Record<Role, string>> = {
  administrator: 'Administrator',
  'security-officer': 'Security officer',
  'help-desk': 'Help desk',
  auditor: 'Auditor',
  'space-administrator': 'Space administrator',
};

/** What each is there for, in a sentence. */
export const roleHelp: Readonly<Record<Role, string>> = {
  administrator: 'Configures everything. Does not open the key escrow.',
  'security-officer': 'Looks after authorities and credentials, recovers keys, gives roles, decides approvals.',
  'help-desk': 'Helps people: looks at their enrolment, changes people, devices and credentials.',
  auditor: 'Reads everything and changes nothing.',
  'space-administrator': 'Looks after the devices, configurations and apps of some spaces.',
};

/** The roles of a person in words; names that are no role are left out. */
export const roleWords = (roles: readonly string[]): string =>
  roles
    .flatMap((name) => {
      const known = role.safeParse(name);
      return known.success ? [roleTitles[known.data]] : [];
    })
    .join(', ');
