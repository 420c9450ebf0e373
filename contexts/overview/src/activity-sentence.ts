import { errorCatalogue, isErrorCode } from '@lanyard/contract';

type Details = Readonly<Record<string, unknown>>;

/** The acts that a card holder is told of; the rest of the log is for auditors. */
const sentences: Readonly<Record<string, string | ((details: Details) => string)>> = {
  'session.opened': 'You signed in with your certificate.',
  'session.ended': 'A sign-in was ended.',
  'primary.proved': 'A smart card of yours was shown here for the first time.',
  'primary.status': (d) => cardStatus(d['to']),
  'request.created': 'You requested a derived credential.',
  'request.extended': 'You asked for more time and got a new activation password.',
  'request.activating': 'The activation password was accepted.',
  'request.cancelled': 'You cancelled a request.',
  'request.superseded': 'A newer request replaced an older one.',
  'request.expired': 'The time for a request ran out.',
  'request.locked': 'A request was closed after too many wrong activation passwords.',
  'registration_pin.issued': 'You requested a registration PIN.',
  'device.registered': 'A device was registered in your name.',
  'device.lost': 'A device was reported lost.',
  'device.retired': 'A device was removed.',
  'credential.bound': 'A derived credential now works on a device.',
  'credential.ended': (d) =>
    `A derived credential ended${typeof d['why'] === 'string' ? `: ${endReason(d['why'])}` : ''}.`,
  'credential.suspended': 'A derived credential was suspended.',
  'credential.resumed': 'A derived credential works again.',
  'credential.moved': 'A derived credential now stands on your new card.',
  'vault.way-set': (d) => `${secret(d['way'])} was set on a device.`,
  'vault.way-changed': (d) => `${secret(d['way'])} was changed on a device.`,
  'vault.way-destroyed': (d) => `${secret(d['way'])} was closed for good on a device after too many wrong tries.`,
  'desktop.paired': 'A desktop computer was paired with a phone.',
  'desktop.unpaired': 'A desktop computer was forgotten.',
  'unblock.started': 'A phone asked to reset its derived credential PIN.',
  'unblock.answered': 'You got an unblock response for a phone.',
  'unblock.ended': 'Resetting a derived credential PIN was ended after too many wrong responses.',
  'vault.pin-reset': 'A derived credential PIN was reset.',
};

const refusals: Readonly<Record<string, string | ((details: Details) => string)>> = {
  'sign_in.refused': 'A sign-in with a certificate of yours was refused.',
  'request.activating': (d) =>
    typeof d['code'] === 'string'
      ? 'An activation was refused because of your smart card.'
      : 'A wrong activation password was entered.',
  'device.registered': (d) =>
    `A device could not be registered${isErrorCode(d['code']) ? `: ${errorCatalogue[d['code']].title}` : '.'}`,
};

export const tellableActs: readonly string[] = [...new Set([...Object.keys(sentences), ...Object.keys(refusals)])];

/** What happened, for the person whom it concerns. */
export function sentenceOf(act: string, outcome: 'done' | 'refused', details: Details): string {
  const told = outcome === 'refused' ? (refusals[act] ?? sentences[act]) : sentences[act];
  if (told === undefined) return act;
  const sentence = typeof told === 'string' ? told : told(details);
  return outcome === 'refused' && refusals[act] === undefined ? `Refused: ${sentence}` : sentence;
}

const secret = (way: unknown): string => (way === 'pin' ? 'A derived credential PIN' : 'A secure apps passcode');

function cardStatus(to: unknown): string {
  if (to === 'revoked') return 'Your smart card was revoked by its issuer.';
  if (to === 'on_hold') return 'Your smart card was suspended by its issuer.';
  if (to === 'expired') return 'Your smart card expired.';
  if (to === 'unknown') return 'Whether your smart card is still good could not be learned; it is asked for again.';
  return 'Your smart card is good again.';
}

/** Codes of reasons become words by themselves: `card_revoked` is "card revoked". */
const endReason = (why: string): string => why.replace(/[_-]/g, ' ');
