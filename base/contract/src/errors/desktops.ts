import { entry, type ErrorEntry } from './entry.ts';

/** Errors of the way between phone and desktop. */
export const desktopsErrors = {
  relay_forbidden: entry(
    'forbidden',
    'Your organisation does not let phone and desktop meet over the network.',
    'Connect them over Bluetooth if the phone has it; if not, ask your administrator to allow the network.',
  ),
  bluetooth_forbidden: entry(
    'forbidden',
    'Your organisation does not let phone and desktop meet over Bluetooth.',
    'Connect them over the network: use the word that "lanyard reader pair" shows.',
  ),
  pairing_consent_stale: entry(
    'invalid',
    'The desktop’s consent to this pairing is not of this time.',
    'Set the clock of the desktop, then pair again.',
  ),
  relay_ticket_invalid: entry(
    'unauthenticated',
    'This way to the desktop was not opened in time, or was used already.',
    'Connect again.',
  ),
  relay_limited: entry(
    'limited',
    'Too many connections were asked for in a short time.',
    'Wait two minutes and try again.',
  ),
  relay_reader_refused: entry(
    'unauthenticated',
    'The desktop did not prove that it is who it says.',
    'Run "lanyard reader" again; if it stays, run "lanyard reader forget" and pair it anew.',
  ),
  desktop_not_waiting: entry(
    'absent',
    'No desktop waits under this word.',
    'Run "lanyard reader pair" on the desktop and type the word that it shows.',
  ),
  desktop_not_paired: entry(
    'absent',
    'This desktop is not paired with this phone.',
    'Use "Add Bluetooth device" on the phone.',
  ),
  desktop_away: entry(
    'unavailable',
    'The desktop is not connected at the moment.',
    'Start "lanyard reader" on it, then connect again.',
  ),
  desktop_taken: entry(
    'conflict',
    'This desktop is paired with another phone.',
    'Forget that phone on the desktop first: "lanyard reader forget".',
  ),
  wake_forbidden: entry(
    'forbidden',
    'Your organisation does not let desktops wake phones.',
    'Open the wallet on the phone whenever a program on the desktop needs the card.',
  ),
  wake_limited: entry(
    'limited',
    'This desktop has asked for the phone too often in a short time.',
    'Open the wallet on the phone by hand, or wait an hour.',
  ),
  wake_not_set_up: entry(
    'absent',
    'The phone has not said that this desktop may wake it.',
    'Open the wallet on the phone, and turn on "Let a desktop wake the wallet" in its settings.',
  ),
  wake_not_delivered: entry(
    'unavailable',
    'The phone’s push service did not take the message.',
    'Open the wallet on the phone by hand. If it stays so, tell your administrator: this server must reach the push service.',
  ),
  push_service_refused: entry(
    'invalid',
    'This browser is notified through a service that your organisation has not allowed.',
    'Tell your administrator its host; it belongs under Settings > General > Push.',
  ),
} as const satisfies Record<string, ErrorEntry>;
