import { entry, type ErrorEntry } from './entry.ts';

/** Errors of requests and registration. */
export const requestsErrors = {
  request_not_found: entry(
    'absent',
    'There is no such credential request for you.',
    'Request a new one in the self-service portal.',
  ),
  request_expired: entry(
    'gone',
    'The time for this request ran out.',
    'Request a new PIN and derived credential in the self-service portal.',
  ),
  request_used: entry(
    'gone',
    'This request was already activated.',
    'Request a new one if you need another credential.',
  ),
  request_superseded: entry(
    'gone',
    'A newer request replaced this one.',
    'Use the newest activation password, or request a new one.',
  ),
  request_cancelled: entry('gone', 'This request was cancelled.', 'Request a new one in the self-service portal.'),
  request_locked: entry(
    'locked',
    'This request was closed after too many wrong activation passwords.',
    'Request a new one in the self-service portal.',
  ),
  request_not_yours: entry(
    'forbidden',
    'This request belongs to somebody else.',
    'Scan the QR code of your own request.',
  ),
  request_not_activating: entry(
    'conflict',
    'This request is not being activated.',
    'Enter the activation password first.',
  ),
  activation_password_wrong: entry(
    'forbidden',
    'The activation password is not right.',
    'Check it on the portal screen and enter it again.',
  ),
  new_pin_not_allowed: entry(
    'forbidden',
    'Your organisation does not let you request another PIN.',
    'Ask your administrator.',
  ),
  registration_refused: entry(
    'forbidden',
    'The user name or registration PIN is not right.',
    'Check both on the portal screen and enter them again.',
  ),
  registration_pin_expired: entry(
    'gone',
    'The time for this registration PIN ran out.',
    'Request a new PIN in the self-service portal.',
  ),
  registration_pin_used: entry(
    'gone',
    'This registration PIN was already used.',
    'Request a new PIN in the self-service portal.',
  ),
  registration_pin_superseded: entry(
    'gone',
    'A newer registration PIN replaced this one.',
    'Use the newest PIN, or request a new one.',
  ),
  registration_limited: entry(
    'limited',
    'Too many wrong tries came from here.',
    'Wait a few minutes and try again. Your PIN was not locked.',
  ),
  os_too_old: entry(
    'forbidden',
    'This version of the operating system is older than your organisation allows.',
    'Update the device, then register it.',
  ),
  platform_not_allowed: entry(
    'forbidden',
    'Your organisation does not register this kind of device.',
    'Use an iOS or Android device.',
  ),
  device_limit: entry(
    'conflict',
    'You have as many devices as your organisation allows.',
    'Remove a device in the self-service portal first.',
  ),
} as const satisfies Record<string, ErrorEntry>;
