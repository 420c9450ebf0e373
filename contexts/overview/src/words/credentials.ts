import { attention, ended, good, named, neutral, say, type ActWords, type Details } from './entry.ts';

const secret = ({ way }: Details): string => (way === 'pin' ? 'derived credential PIN' : 'secure apps passcode');
const ANEW = 'Have them request a new derived credential with their card.';

/** Derived credentials, their certificates, the devices they are on and the ways into their vaults. */
export const credentialWords: Readonly<Record<string, ActWords>> = {
  'credential.bound': good('A derived credential works on a device.'),
  'credential.channel-key-signed': neutral('The phone’s card got a certificate for PIV secure messaging.'),
  'credential.certificate-stored': neutral('A certificate of the credential was made and kept.'),
  'credential.ended': ended(
    (d) => `A derived credential ended: ${say(d, 'why', 'no reason is on record')}.`,
    'Apps that used it are locked at their next check-in, and its certificates are revoked where that is due.',
    ANEW,
  ),
  'credentials.bulk-begun': neutral(
    (d) => `An act on ${say(d, 'count', 'many')} ${say(d, 'area', 'objects')} began: ${say(d, 'verb', '')}.`,
  ),
  'credential.suspended': attention(
    (d) =>
      d['hold'] === 'hold_admin'
        ? `An administrator suspended a derived credential: ${say(d, 'reason', 'no reason is on record')}.`
        : 'A derived credential was suspended.',
    (d) =>
      d['hold'] === 'hold_admin'
        ? 'It does not work until an administrator resumes it.'
        : 'It does not work until the card or the account behind it is good again.',
    (d) =>
      d['hold'] === 'hold_admin'
        ? 'Resume it on the page of the credential, once the reason is gone.'
        : 'Look at the state of the person and of the smart card.',
  ),
  'credential.resumed': good('A derived credential works again.'),
  'credential.rechecked': neutral('The smart card behind a credential was checked again, as is due after issuing.'),
  'device.lost': ended(
    'A device was reported lost.',
    'Its credentials were revoked and its vault can never be opened again.',
    'When it is found it is registered anew with a new PIN.',
  ),
  'device.retired': ended(
    'A device was removed.',
    'Its credentials were revoked.',
    'To use it again, have it registered anew with a new PIN.',
  ),
  'device.changed': neutral(
    (d) => `A device is called ${named(d, 'name', 'as before')}, in the space that was chosen.`,
    {
      why: 'It gets the configurations of its space.',
    },
  ),
  'vault.way-set': good((d) => `A ${secret(d)} was set.`),
  'vault.way-changed': neutral((d) => `The ${secret(d)} was changed.`),
  'vault.way-destroyed': ended(
    (d) => `The ${secret(d)} was closed for good after too many wrong tries.`,
    'The keys cannot be opened by it any more, by nobody.',
    'Use the other way in to set a new one; with both lost, request a new derived credential.',
  ),
  'unblock.started': neutral('The phone asked to reset its derived credential PIN.', {
    why: 'It shows a challenge, which the self-service portal answers after a card sign-in.',
  }),
  'unblock.answered': neutral('The self-service portal gave an unblock response for this phone.'),
  'unblock.ended': attention(
    'Resetting the derived credential PIN was ended after too many wrong responses.',
    'The challenge is of no use any more; nothing else was lost.',
    'Choose "Reset PIN" on the phone again and answer its new challenge.',
  ),
  'vault.pin-reset': good('The derived credential PIN was reset with an unblock response.'),
  'certificate.issued': good('A certificate was issued.'),
  'certificate.revoked': ended(
    (d) => `A certificate was revoked: ${say(d, 'reason', 'no reason given')}.`,
    'It is on the next CRL and OCSP says so at once.',
    'A revoked certificate stays revoked; a new one is requested.',
  ),
  'certificate.suspended': attention(
    'A certificate was put on hold.',
    'Servers that check it refuse it meanwhile.',
    'It is taken back when the card or the account is good again.',
  ),
  'certificate.resumed': good('A certificate was taken off hold.'),
  'certificate.closed': attention(
    'Issuing was interrupted and its serial number was closed.',
    'Nobody was given that certificate; the number counts as revoked.',
    'Nothing is to be done: the device asks again by itself.',
  ),
  'enrolment.invited': neutral('Was invited to enrol a certificate through EST or SCEP.'),
  'enrolment.used': good('Enrolled a certificate through EST or SCEP.'),
  'enrolment.refused': attention(
    'An enrolment through EST or SCEP was refused.',
    'The certificate was not given.',
    'Make a new invitation, and copy the one-time password as it stands.',
  ),
  'enrolment.ended': ended(
    'An enrolment was ended.',
    'Its certificates were revoked and are not renewed.',
    'Make a new invitation if that was a mistake.',
  ),
  'escrow.recovered': attention(
    'An encryption key was recovered from escrow.',
    'Somebody can read what was encrypted to it.',
    'The person was told. If nobody knows why, ask the security officer.',
  ),
};
