import type { CredentialState, RevocationReason } from '@lanyard/contract';

interface Ending {
  readonly state: Extract<CredentialState, 'replaced' | 'revoked' | 'expired' | 'deleted'>;
  /** What the CRL says; null: the certificates end by their own date. */
  readonly reason: Exclude<RevocationReason, 'certificateHold'> | null;
  /** For people, to be read after "it ended because". */
  readonly phrase: string;
}

const ending = (state: Ending['state'], reason: Ending['reason'], phrase: string): Ending => ({
  state,
  reason,
  phrase,
});

/** Every way in which a derived credential can end. */
export const endings = {
  deleted: ending('deleted', 'cessationOfOperation', 'you deleted it'),
  'not-me': ending('revoked', 'keyCompromise', 'you said that it was not made by you'),
  'device-lost': ending('revoked', 'keyCompromise', 'its device was reported lost'),
  'device-retired': ending('revoked', 'cessationOfOperation', 'its device was removed'),
  'person-ended': ending('revoked', 'affiliationChanged', 'your account here has ended'),
  'primary-revoked': ending('revoked', 'privilegeWithdrawn', 'your smart card was revoked'),
  'primary-expired': ending('expired', 'cessationOfOperation', 'your smart card has expired'),
  'admin-withdrawn': ending('revoked', 'privilegeWithdrawn', 'an administrator revoked it'),
  'admin-compromised': ending(
    'revoked',
    'keyCompromise',
    'an administrator revoked it, since its keys may be in wrong hands',
  ),
  'admin-left': ending('revoked', 'affiliationChanged', 'an administrator revoked it, since your affiliation changed'),
  'admin-superseded': ending('revoked', 'superseded', 'an administrator revoked it, since another takes its place'),
  'admin-ceased': ending(
    'revoked',
    'cessationOfOperation',
    'an administrator revoked it, since it is not needed any more',
  ),
  expired: ending('expired', null, 'its time ran out'),
  replaced: ending('replaced', 'superseded', 'a new one replaced it'),
  'not-confirmed': ending('revoked', 'cessationOfOperation', 'its activation was never finished'),
  'request-superseded': ending('revoked', 'superseded', 'a newer request replaced it before it was finished'),
  'request-cancelled': ending('revoked', 'cessationOfOperation', 'its request was cancelled'),
} as const satisfies Record<string, Ending>;

export type EndedBy = keyof typeof endings;

export const holdPhrases = {
  primary: 'your smart card is suspended',
  person: 'your account is suspended',
  admin: 'an administrator suspended it',
} as const;

/** A phrase as a sentence of its own. */
export const sentence = (phrase: string): string => `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`;
