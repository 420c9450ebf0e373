import { entry, type ErrorEntry } from './entry.ts';

/** Errors of certificate requests and issuing. */
export const issuingErrors = {
  csr_malformed: entry('invalid', 'The certificate request cannot be read.', 'Make a new request (PKCS#10, DER).'),
  csr_too_large: entry(
    'too_large',
    'The certificate request is larger than 16 KiB.',
    'Make a request with a single key and no extra attributes.',
  ),
  csr_signature_invalid: entry(
    'invalid',
    'The certificate request is not signed by its own key.',
    'Make a new request with the key that it names.',
  ),
  csr_wrong_key: entry(
    'invalid',
    'The key is not of the kind that this certificate needs.',
    'Make a key of the type that the activation names.',
  ),
  csr_weak_key: entry('invalid', 'The key is too weak.', 'Make a key of at least RSA 2048 or P-256.'),
  csr_key_reused: entry('invalid', 'This key is already in another certificate.', 'Make a new key for each purpose.'),
  profile_refused: entry(
    'internal',
    'The certificate would break the rules of its profile and was not signed.',
    'An administrator must correct the profile or the person.',
  ),
  issuer_unavailable: entry(
    'unavailable',
    'The issuer cannot sign at the moment.',
    'Nothing is lost. Try again in a minute.',
  ),
  issuance_interrupted: entry(
    'conflict',
    'Issuing was interrupted and has been closed safely.',
    'Try again: a new certificate will be made.',
  ),
  authority_unknown: entry('absent', 'There is no such certificate authority here.', 'Check the address.'),
  recovery_closed: entry(
    'gone',
    'This key was handed out already, or the day for it is over.',
    'Ask for the recovery again if it is still needed.',
  ),
  signing_frozen: entry(
    'unavailable',
    'The issuer refuses to sign because the database is older than its last checkpoint.',
    'An administrator must run "lanyard recover".',
  ),
} as const satisfies Record<string, ErrorEntry>;
