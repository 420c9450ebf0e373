interface WalletErrorEntry {
  readonly title: string;
  readonly next: string;
}

const entry = (title: string, next: string): WalletErrorEntry => ({ title, next });

/** What can go wrong without the server having said so. The server's own codes are in the contract. */
export const walletErrorCatalogue = {
  offline: entry('The server could not be reached.', 'Check the connection and try again. What you had is kept.'),
  answer_unreadable: entry(
    'The server answered in a way this wallet does not understand.',
    'Update the wallet (close it and open it again), then try once more.',
  ),
  not_registered: entry('This device is not registered.', 'Register it with your user name and registration PIN.'),
  already_registered: entry(
    'This device is already registered.',
    'Unregister it first if it should belong to somebody else.',
  ),
  vault_locked: entry('The wallet is locked.', 'Enter your secure apps passcode.'),
  vault_not_set_up: entry('There is no secure apps passcode yet.', 'Create one first.'),
  passcode_wrong: entry('That was not the passcode.', 'Try again.'),
  vault_way_set_up: entry('This secret has already been chosen.', 'Change it with the present one.'),
  vault_damaged: entry(
    'What this device keeps does not fit the key that opened it.',
    'Delete the credential and request a new one in the self-service portal.',
  ),
  vault_second_way_needed: entry(
    'The passcode cannot be changed while it is the only way in.',
    'Finish activating the credential first: its PIN is the second way in.',
  ),
  vault_choice_interrupted: entry(
    'Choosing this secret was interrupted before.',
    'Enter the one that you chose then; you can change it afterwards.',
  ),
  offline_opening_not_allowed: entry(
    'Opening the wallet needs the server, which could not be reached.',
    'Connect to the network and try again.',
  ),
  app_unknown: entry('This app was not given to this device.', 'Ask your administrator for it, then check in.'),
  app_unauthorized: entry('This app may not be used at present.', 'Do what the reason says, then check in.'),
  passcode_too_short: entry('This passcode is too short.', 'Choose a longer one.'),
  passcode_not_numeric: entry('Your organisation wants a passcode of digits only.', 'Use the digits 0 to 9.'),
  passcode_too_simple: entry(
    'This passcode has too few special characters.',
    'Add characters that are neither letters nor digits.',
  ),
  passcode_guessable: entry(
    'This passcode is among the first that anybody would try.',
    'Choose one without such a pattern.',
  ),
  passcode_mismatch: entry('The two passcodes are not the same.', 'Enter it again.'),
  pin_not_digits: entry('A derived credential PIN has digits only.', 'Use the digits 0 to 9.'),
  pin_length: entry('A derived credential PIN has 4 to 8 digits.', 'Choose one of that length.'),
  pin_too_short: entry('Your organisation asks for a longer PIN.', 'Choose a PIN with more digits.'),
  pin_guessable: entry('This PIN is among the first that anybody would try.', 'Choose one without such a pattern.'),
  no_pairing_code: entry(
    'This card has no pairing code.',
    'If your organisation wants one, check in while the wallet is open.',
  ),
  pin_not_shown: entry('The PIN is not kept where it could be shown.', 'If you forgot it, use "Reset PIN".'),
  unblock_response_form: entry(
    'An unblock response has 16 characters, 0 to 9 and A to F.',
    'Enter it as the self-service portal shows it; case and spaces do not matter.',
  ),
  pin_mismatch: entry('The two PINs are not the same.', 'Enter it again to confirm it.'),
  link_not_ours: entry(
    'This is not a Lanyard activation code.',
    'Scan the QR code that the self-service portal shows.',
  ),
  no_activation: entry('No activation is under way.', 'Enter the activation password first.'),
  pin_step_first: entry('The derived credential PIN has not been set yet.', 'Choose a PIN of 4 to 8 digits.'),
  certificate_mismatch: entry(
    'A certificate came back that does not belong to the key it was asked for.',
    'Nothing was activated. Tell your help desk; this should not happen.',
  ),
  no_such_credential: entry('There is no such credential in this wallet.', 'Look at the list of your credentials.'),
  no_such_key: entry('This credential has no key for that purpose.', 'Choose another purpose or credential.'),
  credential_not_usable: entry('This credential is not active.', 'Request a new one in the self-service portal.'),
  key_export_refused: entry(
    'Your organisation does not let keys leave the wallet.',
    'Use "sign" instead, or ask your administrator.',
  ),
  link_broken: entry(
    'The connection between phone and desktop was broken off.',
    'Connect again. If it stays, forget the desktop and pair it anew.',
  ),
  desktop_key_changed: entry(
    'This desktop is not the one that was paired: its key is another.',
    'Do not connect. If the desktop was set up anew, forget it here and pair it again.',
  ),
  phone_key_changed: entry(
    'This phone is not the one that was paired: its key is another.',
    'If the wallet was set up anew, run "lanyard reader forget" and pair it again.',
  ),
  desktop_not_paired: entry('This desktop is not paired with this phone.', 'Use "Add Bluetooth device" first.'),
  desktop_not_reachable: entry(
    'The desktop does not answer.',
    'Start "lanyard reader" on it and see that it has a network, then connect again.',
  ),
  desktop_busy: entry(
    'This desktop is paired with another phone already.',
    'Run "lanyard reader forget" on it, then pair it again.',
  ),
  pairing_code_wrong: entry('That was not the pairing code.', 'Type the new code that the phone shows now.'),
  pairing_tries_spent: entry(
    'The pairing code was typed wrongly too often.',
    'Wait two minutes, then begin again with "Add Bluetooth device".',
  ),
  pairing_timed_out: entry(
    'The time for the pairing code is over.',
    'Begin again with "Add Bluetooth device" and type the code within two minutes.',
  ),
  pairing_broken: entry(
    'The pairing was broken off before it was done.',
    'Run "lanyard reader pair" on the desktop, then begin again with "Add Bluetooth device".',
  ),
  pairing_cancelled: entry('The pairing was cancelled.', 'Begin again with "Add Bluetooth device".'),
  desktop_forgotten: entry(
    'This desktop was forgotten elsewhere.',
    'To use it again, run "lanyard reader pair" on it and pair it anew with "Add Bluetooth device".',
  ),
  connection_refused: entry(
    'The connection was not confirmed on the phone.',
    'Connect again, and confirm it when both show the same number.',
  ),
  relay_forbidden: entry(
    'Your organisation does not let phone and desktop meet over the network.',
    'Connect them over Bluetooth if this phone has it; if not, ask your administrator to allow the network.',
  ),
  bluetooth_forbidden: entry(
    'Your organisation does not let phone and desktop meet over Bluetooth.',
    'Connect them over the network.',
  ),
  bluetooth_missing: entry(
    'This browser cannot use Bluetooth.',
    'Connect over the network, or open the wallet in Chrome on an Android phone.',
  ),
  bluetooth_off: entry(
    'Bluetooth is off on this phone, or the browser may not use it.',
    'Turn it on in the phone’s settings and let the browser use it, then try again.',
  ),
  bluetooth_tap_needed: entry(
    'This browser reaches a desktop over Bluetooth only after a tap.',
    'Open the desktop here and tap "Connect".',
  ),
  no_desktop_chosen: entry(
    'No desktop was chosen.',
    'Run "lanyard reader --bluetooth" (or "lanyard reader pair --bluetooth") on the desktop, then choose it in the list.',
  ),
  desktop_not_near: entry(
    'The desktop does not answer over Bluetooth.',
    'Go near it, see that Bluetooth is on here and "lanyard reader --bluetooth" runs there, then connect again.',
  ),
  desktop_other_chosen: entry(
    'The desktop that was chosen is another one.',
    'Connect again and choose the desktop by its name.',
  ),
  pairing_not_registered: entry(
    'The pairing was not taken by the server.',
    'The phone says why. Do what it says, then begin again.',
  ),
  waking_denied: entry(
    'This browser does not let the wallet show notifications.',
    'Allow notifications for the wallet in the browser’s or the phone’s settings, then turn this on again.',
  ),
  waking_unavailable: entry(
    'The browser gave no address at which the wallet could be woken.',
    'See that the phone has a network and try again. Until then, open the wallet when a desktop asks for it.',
  ),
  no_card_to_share: entry(
    'There is no active derived credential that a desktop could use.',
    'Activate a derived credential first.',
  ),
} as const satisfies Record<string, WalletErrorEntry>;

export type WalletErrorCode = keyof typeof walletErrorCatalogue;
