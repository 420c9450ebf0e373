import { entry, type ErrorEntry } from './entry.ts';

/** Errors around people, user groups, and where they come from. */
export const peopleErrors = {
  managed_elsewhere: entry(
    'conflict',
    'Another system looks after this.',
    'Make the change there; or say that you take it over, and from then on it is made here.',
  ),
  group_in_use: entry(
    'conflict',
    'Something still refers to this user group.',
    'Change or delete what is named below, then delete the group.',
  ),
  intake_not_ready: entry(
    'conflict',
    'This is not waiting for a decision.',
    'Load it again: it may be under way, done, or replaced by a newer one.',
  ),
  intake_refused_lines: entry(
    'conflict',
    'Some lines cannot be taken, so none is.',
    'Correct the lines that are named and upload the file again.',
  ),
  ldap_busy: entry(
    'conflict',
    'A sync of this connection is under way.',
    'Wait until it has ended; the list of intakes shows it.',
  ),
} as const satisfies Record<string, ErrorEntry>;
