import { entry, type ErrorEntry } from './entry.ts';

/** Errors of enrolment protocols. */
export const enrolmentProtocolsErrors = {
  enrolment_refused: entry(
    'unauthenticated',
    'The user name or one-time password is not right.',
    'Copy both from the invitation, or ask for a new one.',
  ),
  enrolment_expired: entry(
    'gone',
    'The time for this enrolment ran out.',
    'Ask an administrator for a new invitation.',
  ),
  enrolment_used: entry(
    'gone',
    'This enrolment already served another key.',
    'Ask an administrator for a new invitation.',
  ),
  enrolment_ended: entry('forbidden', 'This enrolment was ended.', 'Ask an administrator.'),
  enrolment_certificate_required: entry(
    'forbidden',
    'Renewing needs the present certificate at the TLS connection.',
    'Connect with the certificate that is to be renewed.',
  ),
  enrolment_certificate_refused: entry(
    'forbidden',
    'This certificate cannot be renewed here.',
    'Ask an administrator for a new invitation.',
  ),
  enrolment_names_differ: entry(
    'invalid',
    'The request names another subject than the certificate that is to be renewed.',
    'Repeat the names of the present certificate.',
  ),
  enrolment_key_made_here: entry(
    'invalid',
    'The key of this certificate is made by the server, which keeps a copy in escrow.',
    'Use the operation serverkeygen.',
  ),
  enrolment_key_made_by_client: entry(
    'invalid',
    'The key of this certificate is never made by the server.',
    'Make the key yourself and use the operation simpleenroll.',
  ),
  enrolment_key_protection: entry(
    'invalid',
    'The key cannot be encrypted in the way that was asked for.',
    'Ask without key protection attributes, or name the key of a certificate of this holder that may receive keys.',
  ),
} as const satisfies Record<string, ErrorEntry>;
