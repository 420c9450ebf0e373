import { entry, type ErrorEntry } from './entry.ts';

/** Errors of credentials and vault. */
export const credentialsErrors = {
  credential_not_found: entry(
    'absent',
    'There is no such derived credential.',
    'Look at the list of your credentials.',
  ),
  credential_not_active: entry(
    'conflict',
    'This derived credential is not active.',
    'Request a new one in the self-service portal.',
  ),
  secure_messaging_not_allowed: entry(
    'conflict',
    'The organisation’s setting for PIV secure messaging is another one.',
    'Check in again: the wallet then does as it says.',
  ),
  device_not_found: entry('absent', 'There is no such device.', 'Look at the list of your devices.'),
  vault_secret_wrong: entry('forbidden', 'That was not right.', 'Try again with care: tries are counted.'),
  vault_destroyed: entry(
    'locked',
    'Too many wrong tries: this way in has been closed for good.',
    'Use the other way in, or request a new derived credential.',
  ),
  vault_way_unknown: entry('absent', 'This way in has not been set up.', 'Set it up in the wallet.'),
  vault_way_exists: entry('conflict', 'This way in is already set up.', 'Change it with the present secret.'),
} as const satisfies Record<string, ErrorEntry>;
