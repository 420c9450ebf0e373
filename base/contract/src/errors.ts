/** How an error behaves at an edge: HTTP gives each kind its status, a screen its place. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'absent'
  | 'conflict'
  | 'gone'
  | 'locked'
  | 'limited'
  | 'too_large'
  | 'unavailable'
  | 'internal';

interface ErrorEntry {
  readonly kind: ErrorKind;
  /** What happened, for the person who meets it. */
  readonly title: string;
  /** What to do next. */
  readonly next: string;
}

const entry = (kind: ErrorKind, title: string, next: string): ErrorEntry => ({ kind, title, next });

/** Every error a caller can meet. A code is never renamed or reused. */
export const errorCatalogue = {
  // input and transport
  input_invalid: entry('invalid', 'The request is not in the expected form.', 'Check the named fields and send it again.'),
  input_too_large: entry('too_large', 'The request is larger than this server accepts.', 'Send a smaller request.'),
  not_found: entry('absent', 'There is nothing at this address.', 'Check the address, or go back to the start page.'),
  rate_limited: entry('limited', 'Too many requests came from here in a short time.', 'Wait a minute and try again.'),
  database_unavailable: entry('unavailable', 'The server cannot reach its database at the moment.', 'Nothing was changed. Try again in a minute.'),
  internal: entry('internal', 'Something went wrong on the server.', 'Try again. If it stays, give the reference below to your help desk.'),
  conflict: entry('conflict', 'Somebody else changed this at the same moment.', 'Load it again and repeat your change.'),
  permission_denied: entry('forbidden', 'Your role does not include this.', 'Ask an administrator for the permission.'),

  // sessions and card sign-in
  session_required: entry('unauthenticated', 'You are not signed in, or your session has ended.', 'Sign in with your certificate.'),
  session_not_fresh: entry('forbidden', 'This needs a card sign-in from the last 20 minutes.', 'Sign in with your certificate again.'),
  session_not_primary: entry('forbidden', 'This needs your smart card; a derived credential is not enough.', 'Sign in with the certificate on your smart card.'),
  csrf_refused: entry('forbidden', 'This request did not come from the portal page.', 'Reload the page and try again.'),
  sign_in_attempt_unknown: entry('gone', 'This sign-in was not started in this browser, or it is too old.', 'Start again with "Sign in with Certificate".'),
  ticket_invalid: entry('gone', 'This sign-in ticket was already used or is older than a minute.', 'Sign in with your certificate again.'),
  certificate_missing: entry('unauthenticated', 'No certificate reached us.', 'Check that the card is in the reader, then choose a certificate.'),
  certificate_wrong_kind: entry('forbidden', 'This certificate is not the one for signing in.', 'Choose the PIV Authentication certificate.'),
  certificate_without_upn: entry('forbidden', 'This certificate has no User Principal Name.', 'Choose the PIV Authentication certificate, or ask the office that issued the card.'),
  certificate_not_trusted: entry('forbidden', 'This certificate comes from an issuer that this organisation does not accept.', 'Choose the certificate on your agency card.'),
  certificate_revoked: entry('forbidden', 'This certificate has been revoked.', 'Use your new card, or ask the office that issued it.'),
  certificate_on_hold: entry('forbidden', 'This certificate is suspended.', 'Ask the office that issued the card.'),
  certificate_expired: entry('forbidden', 'This certificate has expired.', 'Use your new card, or ask the office that issued it.'),
  certificate_not_yet_valid: entry('forbidden', 'This certificate is not valid yet.', 'Check the clock of your computer, or wait until its first day.'),
  certificate_invalid: entry('forbidden', 'This certificate did not pass the checks.', 'Ask your help desk, with the reference below.'),
  certificate_status_unknown: entry('unavailable', 'We could not learn whether this certificate is still good.', 'Try again in a few minutes. Nothing is wrong with your card.'),
  certificate_derived: entry('forbidden', 'This is a derived credential; signing in here needs the card itself.', 'Put your smart card into the reader and choose its certificate.'),
  certificate_names_other_organisation: entry('forbidden', 'This issuer may not speak for that User Principal Name.', 'Choose the certificate on your own agency card.'),
  person_unknown: entry('forbidden', 'Your certificate is good, but nobody with its User Principal Name is known here.', 'Ask your administrator to add you.'),
  person_not_active: entry('forbidden', 'Your account here is suspended or has ended.', 'Ask your administrator.'),
  mobile_browser: entry('forbidden', 'Signing in with a certificate works on a desktop computer only.', 'Open this page on a computer with a smart card reader.'),

  // requests and registration
  request_not_found: entry('absent', 'There is no such credential request for you.', 'Request a new one in the self-service portal.'),
  request_expired: entry('gone', 'The time for this request ran out.', 'Request a new PIN and derived credential in the self-service portal.'),
  request_used: entry('gone', 'This request was already activated.', 'Request a new one if you need another credential.'),
  request_superseded: entry('gone', 'A newer request replaced this one.', 'Use the newest activation password, or request a new one.'),
  request_cancelled: entry('gone', 'This request was cancelled.', 'Request a new one in the self-service portal.'),
  request_locked: entry('locked', 'This request was closed after too many wrong activation passwords.', 'Request a new one in the self-service portal.'),
  request_not_yours: entry('forbidden', 'This request belongs to somebody else.', 'Scan the QR code of your own request.'),
  request_not_activating: entry('conflict', 'This request is not being activated.', 'Enter the activation password first.'),
  activation_password_wrong: entry('forbidden', 'The activation password is not right.', 'Check it on the portal screen and enter it again.'),
  new_pin_not_allowed: entry('forbidden', 'Your organisation does not let you request another PIN.', 'Ask your administrator.'),
  registration_refused: entry('forbidden', 'The user name or registration PIN is not right.', 'Check both on the portal screen and enter them again.'),
  registration_pin_expired: entry('gone', 'The time for this registration PIN ran out.', 'Request a new PIN in the self-service portal.'),
  registration_pin_used: entry('gone', 'This registration PIN was already used.', 'Request a new PIN in the self-service portal.'),
  registration_pin_superseded: entry('gone', 'A newer registration PIN replaced this one.', 'Use the newest PIN, or request a new one.'),
  registration_limited: entry('limited', 'Too many wrong tries came from here.', 'Wait a few minutes and try again. Your PIN was not locked.'),
  os_too_old: entry('forbidden', 'This version of the operating system is older than your organisation allows.', 'Update the device, then register it.'),
  platform_not_allowed: entry('forbidden', 'Your organisation does not register this kind of device.', 'Use an iOS or Android device.'),
  device_limit: entry('conflict', 'You have as many devices as your organisation allows.', 'Remove a device in the self-service portal first.'),

  // devices
  device_unknown: entry('unauthenticated', 'This device is not registered, or no longer.', 'Register it again with a new registration PIN.'),
  device_token_invalid: entry('unauthenticated', 'The device token is missing, expired or not for this key.', 'The wallet asks for a new token by itself.'),
  device_proof_invalid: entry('unauthenticated', 'The proof of the device key is missing or wrong.', 'Close the wallet and open it again; if it stays, register the device again.'),
  device_nonce_required: entry('unauthenticated', 'The proof must carry a fresh server nonce.', 'The wallet repeats the call by itself.'),
  device_body_unsigned: entry('unauthenticated', 'The proof does not cover what was sent.', 'Close the wallet and open it again.'),
  idempotency_key_required: entry('invalid', 'A call that changes something needs an idempotency key.', 'Send the header Idempotency-Key.'),
  idempotency_key_reused: entry('conflict', 'This call was already made with other content.', 'Repeat it with a new idempotency key.'),
  device_lost: entry('forbidden', 'This device was reported lost.', 'Register it again with a new registration PIN if you have it back.'),

  // certificate requests and issuing
  csr_malformed: entry('invalid', 'The certificate request cannot be read.', 'Make a new request (PKCS#10, DER).'),
  csr_too_large: entry('too_large', 'The certificate request is larger than 16 KiB.', 'Make a request with a single key and no extra attributes.'),
  csr_signature_invalid: entry('invalid', 'The certificate request is not signed by its own key.', 'Make a new request with the key that it names.'),
  csr_wrong_key: entry('invalid', 'The key is not of the kind that this certificate needs.', 'Make a key of the type that the activation names.'),
  csr_weak_key: entry('invalid', 'The key is too weak.', 'Make a key of at least RSA 2048 or P-256.'),
  csr_key_reused: entry('invalid', 'This key is already in another certificate.', 'Make a new key for each purpose.'),
  profile_refused: entry('internal', 'The certificate would break the rules of its profile and was not signed.', 'An administrator must correct the profile or the person.'),
  issuer_unavailable: entry('unavailable', 'The issuer cannot sign at the moment.', 'Nothing is lost. Try again in a minute.'),
  issuance_interrupted: entry('conflict', 'Issuing was interrupted and has been closed safely.', 'Try again: a new certificate will be made.'),
  authority_unknown: entry('absent', 'There is no such certificate authority here.', 'Check the address.'),
  signing_frozen: entry('unavailable', 'The issuer refuses to sign because the database is older than its last checkpoint.', 'An administrator must run "lanyard recover".'),

  // enrolment protocols
  enrolment_refused: entry('unauthenticated', 'The user name or one-time password is not right.', 'Copy both from the invitation, or ask for a new one.'),
  enrolment_expired: entry('gone', 'The time for this enrolment ran out.', 'Ask an administrator for a new invitation.'),
  enrolment_used: entry('gone', 'This enrolment already served another key.', 'Ask an administrator for a new invitation.'),
  enrolment_ended: entry('forbidden', 'This enrolment was ended.', 'Ask an administrator.'),
  enrolment_certificate_required: entry('forbidden', 'Renewing needs the present certificate at the TLS connection.', 'Connect with the certificate that is to be renewed.'),
  enrolment_certificate_refused: entry('forbidden', 'This certificate cannot be renewed here.', 'Ask an administrator for a new invitation.'),
  enrolment_names_differ: entry('invalid', 'The request names another subject than the certificate that is to be renewed.', 'Repeat the names of the present certificate.'),
  enrolment_key_made_here: entry('invalid', 'The key of this certificate is made by the server, which keeps a copy in escrow.', 'Use the operation serverkeygen.'),
  enrolment_key_made_by_client: entry('invalid', 'The key of this certificate is never made by the server.', 'Make the key yourself and use the operation simpleenroll.'),
  enrolment_key_protection: entry('invalid', 'The key cannot be encrypted in the way that was asked for.', 'Ask without key protection attributes, or name the key of a certificate of this holder that may receive keys.'),

  // credentials and vault
  credential_not_found: entry('absent', 'There is no such derived credential.', 'Look at the list of your credentials.'),
  credential_not_active: entry('conflict', 'This derived credential is not active.', 'Request a new one in the self-service portal.'),
  device_not_found: entry('absent', 'There is no such device.', 'Look at the list of your devices.'),
  vault_secret_wrong: entry('forbidden', 'That was not right.', 'Try again with care: tries are counted.'),
  vault_destroyed: entry('locked', 'Too many wrong tries: this way in has been closed for good.', 'Use the other way in, or request a new derived credential.'),
  vault_way_unknown: entry('absent', 'This way in has not been set up.', 'Set it up in the wallet.'),
  vault_way_exists: entry('conflict', 'This way in is already set up.', 'Change it with the present secret.'),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

/** `application/problem+json` (RFC 9457), as every interface of Lanyard answers an error. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly next: string;
  /** The same as in the server's log: what a help desk asks for. */
  readonly correlationId: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorCatalogue, code);
