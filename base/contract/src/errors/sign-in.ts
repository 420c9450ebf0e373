import { entry, type ErrorEntry } from './entry.ts';

/** Errors of sessions and card sign-in. */
export const signInErrors = {
  session_required: entry(
    'unauthenticated',
    'You are not signed in, or your session has ended.',
    'Sign in with your certificate.',
  ),
  session_not_fresh: entry(
    'forbidden',
    'This needs a card sign-in from the last 20 minutes.',
    'Sign in with your certificate again.',
  ),
  session_not_primary: entry(
    'forbidden',
    'This needs your smart card; a derived credential is not enough.',
    'Sign in with the certificate on your smart card.',
  ),
  csrf_refused: entry('forbidden', 'This request did not come from the portal page.', 'Reload the page and try again.'),
  sign_in_attempt_unknown: entry(
    'gone',
    'This sign-in was not started in this browser, or it is too old.',
    'Start again with "Sign in with Certificate".',
  ),
  ticket_invalid: entry(
    'gone',
    'This sign-in ticket was already used or is older than a minute.',
    'Sign in with your certificate again.',
  ),
  certificate_missing: entry(
    'unauthenticated',
    'No certificate reached us.',
    'Check that the card is in the reader, then choose a certificate.',
  ),
  certificate_wrong_kind: entry(
    'forbidden',
    'This certificate is not the one for signing in.',
    'Choose the PIV Authentication certificate.',
  ),
  certificate_without_upn: entry(
    'forbidden',
    'This certificate has no User Principal Name.',
    'Choose the PIV Authentication certificate, or ask the office that issued the card.',
  ),
  certificate_not_trusted: entry(
    'forbidden',
    'This certificate comes from an issuer that this organisation does not accept.',
    'Choose the certificate on your agency card.',
  ),
  certificate_revoked: entry(
    'forbidden',
    'This certificate has been revoked.',
    'Use your new card, or ask the office that issued it.',
  ),
  certificate_on_hold: entry('forbidden', 'This certificate is suspended.', 'Ask the office that issued the card.'),
  certificate_expired: entry(
    'forbidden',
    'This certificate has expired.',
    'Use your new card, or ask the office that issued it.',
  ),
  certificate_not_yet_valid: entry(
    'forbidden',
    'This certificate is not valid yet.',
    'Check the clock of your computer, or wait until its first day.',
  ),
  certificate_invalid: entry(
    'forbidden',
    'This certificate did not pass the checks.',
    'Ask your help desk, with the reference below.',
  ),
  certificate_status_unknown: entry(
    'unavailable',
    'We could not learn whether this certificate is still good.',
    'Try again in a few minutes. Nothing is wrong with your card.',
  ),
  certificate_derived: entry(
    'forbidden',
    'This is a derived credential; signing in here needs the card itself.',
    'Put your smart card into the reader and choose its certificate.',
  ),
  certificate_names_other_organisation: entry(
    'forbidden',
    'This issuer may not speak for that User Principal Name.',
    'Choose the certificate on your own agency card.',
  ),
  portal_closed: entry(
    'forbidden',
    'The self-service portal is closed to you.',
    'Ask your administrator how you get a derived credential.',
  ),
  person_unknown: entry(
    'forbidden',
    'Your certificate is good, but nobody with its User Principal Name is known here.',
    'Ask your administrator to add you.',
  ),
  person_not_active: entry('forbidden', 'Your account here is suspended or has ended.', 'Ask your administrator.'),
  mobile_browser: entry(
    'forbidden',
    'Signing in with a certificate works on a desktop computer only.',
    'Open this page on a computer with a smart card reader.',
  ),
} as const satisfies Record<string, ErrorEntry>;
