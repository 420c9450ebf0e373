import { entry, type ErrorEntry } from './entry.ts';

/** Errors of devices. */
export const devicesErrors = {
  device_unknown: entry(
    'unauthenticated',
    'This device is not registered, or no longer.',
    'Register it again with a new registration PIN.',
  ),
  device_token_invalid: entry(
    'unauthenticated',
    'The device token is missing, expired or not for this key.',
    'The wallet asks for a new token by itself.',
  ),
  device_proof_invalid: entry(
    'unauthenticated',
    'The proof of the device key is missing or wrong.',
    'Close the wallet and open it again; if it stays, register the device again.',
  ),
  device_nonce_required: entry(
    'unauthenticated',
    'The proof must carry a fresh server nonce.',
    'The wallet repeats the call by itself.',
  ),
  device_body_unsigned: entry(
    'unauthenticated',
    'The proof does not cover what was sent.',
    'Close the wallet and open it again.',
  ),
  idempotency_key_required: entry(
    'invalid',
    'A call that changes something needs an idempotency key.',
    'Send the header Idempotency-Key.',
  ),
  idempotency_key_reused: entry(
    'conflict',
    'This call was already made with other content.',
    'Repeat it with a new idempotency key.',
  ),
  device_lost: entry(
    'forbidden',
    'This device was reported lost.',
    'Register it again with a new registration PIN if you have it back.',
  ),
} as const satisfies Record<string, ErrorEntry>;
