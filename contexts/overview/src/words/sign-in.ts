import { errorOf, good, neutral, say, type ActWords, type Details } from './entry.ts';

/** Signing in to the portals, and the card that it is done with. */
export const signInWords: Readonly<Record<string, ActWords>> = {
  'sign_in.card-proved': good('Showed a smart card that was accepted.'),
  'sign_in.refused': {
    sentence: (d) =>
      `A sign-in with a certificate was refused: ${errorOf(d)?.title ?? say(d, 'code', 'reason unknown')}`,
    tone: 'attention',
    why: 'Without signing in with the card nothing can be requested.',
    cure: (d) => errorOf(d)?.next ?? 'Look at the trusted issuers in the portal authentication setting.',
  },
  'session.opened': neutral('Signed in to the portal.'),
  'session.ended': neutral((d) => `A sign-in ended${typeof d['why'] === 'string' ? `: ${say(d, 'why', '')}` : ''}.`),
  'primary.proved': good('A smart card was shown here for the first time.', {
    why: 'Derived credentials are issued under it, and end with it where the cascade is strict.',
  }),
  'primary.status': {
    sentence: (d) => cardStatus(d),
    tone: (d) => (d['to'] === 'good' ? 'good' : 'attention'),
    why: (d) => (d['to'] === 'good' ? 'What was suspended because of the card works again.' : cardMatters(d)),
    cure: (d) => (d['to'] === 'good' ? 'Nothing is to be done.' : cardCure(d)),
  },
  'credential.moved': good('A derived credential now stands on the new smart card.', {
    why: 'The end of the old card does not end it any more.',
  }),
};

function cardStatus({ to }: Details): string {
  if (to === 'revoked') return 'The smart card was revoked by its issuer.';
  if (to === 'on_hold') return 'The smart card was suspended by its issuer.';
  if (to === 'expired') return 'The smart card expired.';
  if (to === 'unknown') return 'Whether the smart card is still good could not be learned.';
  return 'The smart card is good again.';
}

function cardMatters({ to }: Details): string {
  if (to === 'unknown') return 'Nothing ends because of it; a sign-in with the card may be refused meanwhile.';
  return to === 'on_hold'
    ? 'Derived credentials under it are suspended until the card is good again.'
    : 'Under the strict cascade the derived credentials issued under it end.';
}

function cardCure({ to }: Details): string {
  if (to === 'unknown') return 'Look whether the CRL or OCSP address of the card issuer can be reached.';
  if (to === 'on_hold') return 'The office that issued the card can take the hold back.';
  return 'Have them sign in with their new card, then request a new derived credential.';
}
