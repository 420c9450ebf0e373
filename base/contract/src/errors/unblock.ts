import { entry, type ErrorEntry } from './entry.ts';

/** Errors of resetting a forgotten derived credential PIN. */
export const unblockErrors = {
  unblock_challenge_unknown: entry(
    'forbidden',
    'This is not the challenge that this phone shows.',
    'On the phone that you selected choose "Reset PIN", on Android "Reset Derived Credential PIN", and enter the challenge that it shows now.',
  ),
  unblock_type_wrong: entry(
    'invalid',
    'A key of this type does not reset the derived credential PIN of this phone.',
    'Choose "Windows 7 PIN Unblock".',
  ),
  unblock_response_wrong: entry(
    'forbidden',
    'This is not the unblock response to the challenge.',
    'Compare it with the one on the portal, and enter it again.',
  ),
  unblock_ended: entry(
    'locked',
    'Too many wrong unblock responses: this challenge has ended.',
    'Choose "Reset PIN" again for a new challenge, and enter that one on the portal.',
  ),
  unblock_expired: entry(
    'gone',
    'This challenge was used or replaced, or its time ran out.',
    'Choose "Reset PIN" again for a new challenge.',
  ),
  unblock_limited: entry('limited', 'Too many tries came in a short time.', 'Wait ten minutes and try again.'),
} as const satisfies Record<string, ErrorEntry>;
