import { entry, type ErrorEntry } from './entry.ts';

/** Errors of input and transport. */
export const transportErrors = {
  input_invalid: entry(
    'invalid',
    'The request is not in the expected form.',
    'Check the named fields and send it again.',
  ),
  input_too_large: entry('too_large', 'The request is larger than this server accepts.', 'Send a smaller request.'),
  not_found: entry('absent', 'There is nothing at this address.', 'Check the address, or go back to the start page.'),
  rate_limited: entry('limited', 'Too many requests came from here in a short time.', 'Wait a minute and try again.'),
  database_unavailable: entry(
    'unavailable',
    'The server cannot reach its database at the moment.',
    'Nothing was changed. Try again in a minute.',
  ),
  database_busy: entry(
    'unavailable',
    'Another change at the same moment came in between.',
    'Nothing was changed. Try again.',
  ),
  internal: entry(
    'internal',
    'Something went wrong on the server.',
    'Try again. If it stays, give the reference below to your help desk.',
  ),
  conflict: entry(
    'conflict',
    'Somebody else changed this at the same moment.',
    'Load it again and repeat your change.',
  ),
  permission_denied: entry('forbidden', 'Your role does not include this.', 'Ask an administrator for the permission.'),
} as const satisfies Record<string, ErrorEntry>;
