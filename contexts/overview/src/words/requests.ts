import { attention, ended, errorOf, good, named, neutral, say, type ActWords, type Details } from './entry.ts';

const ANEW = 'Have them choose "Request PIN and Derived Credential" again in the self-service portal.';

/** From the request of a credential to the password that activates it. */
export const requestWords: Readonly<Record<string, ActWords>> = {
  'request.created': good('Requested a PIN and a derived credential.'),
  'request.extended': neutral('Asked for more time: a new activation password took the place of the old one.', {
    why: 'The old password does not work any more.',
  }),
  'request.activating': good('The activation password was accepted; the device makes its keys.', {
    refused: {
      sentence: (d) =>
        errorOf(d) === null
          ? `A wrong activation password was entered; ${triesLeft(d)}.`
          : `The activation was refused because of the smart card: ${errorOf(d)?.title}`,
      tone: 'attention',
      why: (d) =>
        errorOf(d) === null
          ? d['triesLeft'] === 0
            ? 'The request is closed for good.'
            : 'When no try is left the request is closed for good.'
          : 'Nothing is issued under a card that has ended since it was shown.',
      cure: (d) =>
        errorOf(d)?.next ??
        (d['triesLeft'] === 0
          ? ANEW
          : 'Read the password aloud from the portal page: it has no letter O, I, L or U. "More time" gives a new one.'),
    },
  }),
  'request.expired': attention(
    'The time for a request ran out before it was activated.',
    'Its registration PIN and activation password do not work any more.',
    `${ANEW} If it is always too short, lengthen the window in the setting.`,
  ),
  'request.superseded': neutral('A newer request took the place of an older one.', {
    why: 'Only the newest PIN and password work.',
    cure: 'Make sure that they type those of the newest page.',
  }),
  'request.cancelled': neutral('A request was cancelled.', { cure: ANEW }),
  'request.locked': ended(
    'A request was closed after too many wrong activation passwords.',
    'It cannot be opened again: who guesses must start anew with the card.',
    ANEW,
  ),
  'registration_pin.cancelled': ended(
    'A registration PIN was cancelled.',
    'No device can be registered with it any more.',
    'Have them request a new one in the self-service portal.',
  ),
  'registration_pin.issued': good('Was given a registration PIN.'),
  'device.registered': good((d) => `Registered the device ${named(d, 'name', 'that has no name')}.`, {
    refused: {
      sentence: (d) =>
        `A device could not be registered: ${errorOf(d)?.title ?? 'the user name or registration PIN was not right.'}`,
      tone: 'attention',
      why: 'A PIN works once, for one person, and for some minutes only; and the device has to be of a kind that is allowed.',
      cure: (d) => errorOf(d)?.next ?? 'Compare the user name letter by letter, and use the PIN of the newest request.',
    },
  }),
};

const triesLeft = (d: Details): string =>
  d['triesLeft'] === 0
    ? 'no try is left'
    : d['triesLeft'] === 1
      ? 'one try is left'
      : `${say(d, 'triesLeft', 'some')} tries are left`;
