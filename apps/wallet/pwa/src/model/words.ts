import type { CredentialState, Provider, Purpose } from '@lanyard/contract';
import { hasEnded, type CardAct, type CredentialDetails } from '@lanyard/wallet/core';

/** The four looks of a state; always with its word and mark, never by colour alone. */
export type Tone = 'active' | 'waiting' | 'attention' | 'ended';

export const STATE_WORDS: Readonly<Record<CredentialState, { word: string; tone: Tone }>> = {
  issuing: { word: 'Being issued', tone: 'waiting' },
  active: { word: 'Active', tone: 'active' },
  suspended: { word: 'Suspended', tone: 'attention' },
  replaced: { word: 'Replaced', tone: 'ended' },
  revoked: { word: 'Revoked', tone: 'ended' },
  expired: { word: 'Expired', tone: 'ended' },
  deleted: { word: 'Deleted', tone: 'ended' },
};

export const PURPOSE_WORDS: Readonly<Record<Purpose, { name: string; use: string }>> = {
  authentication: { name: 'Authentication', use: 'Signs you in' },
  signing: { name: 'Signing', use: 'Signs mail and documents' },
  encryption: { name: 'Encryption', use: 'Opens mail encrypted to you' },
  decryption: { name: 'Old encryption', use: 'Opens older encrypted mail' },
};

export const PROVIDER_WORDS: Readonly<Record<Provider, string>> = {
  lanyard: 'Lanyard',
  entrust: 'Entrust',
  purebred: 'Purebred',
  other: 'Other',
};

/** "Entrust IdentityGuard", "DISA Purebred": the source's own names for the external ones. */
export const PROVIDER_TITLES: Readonly<Record<Provider, string>> = {
  lanyard: 'Lanyard',
  entrust: 'Entrust IdentityGuard',
  purebred: 'DISA Purebred',
  other: 'Other provider',
};

/** What a desktop did with the card, and what it asks to do. */
export const ACT_WORDS: Readonly<Record<CardAct, { did: string; wants: string }>> = {
  pin: { did: 'PIN entered', wants: 'check the PIN' },
  'pin-change': { did: 'PIN changed', wants: 'change the PIN' },
  unblock: { did: 'PIN reset', wants: 'reset the PIN' },
  'sign-in': { did: 'Signed in', wants: 'sign in as you' },
  sign: { did: 'Signed', wants: 'make a signature in your name' },
  decrypt: { did: 'Decrypted', wants: 'open what is encrypted to you' },
};

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Whole days for a card, in words. */
export function validity({ state, daysLeft }: Pick<CredentialDetails, 'state' | 'daysLeft'>): string {
  if (state === 'expired' || daysLeft < 0) return 'Expired';
  // Days that its certificates would have had are nothing to count on.
  if (hasEnded(state)) return 'No longer valid';
  return daysLeft === 0 ? 'Expires today' : `${plural(daysLeft, 'day')} left`;
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });
const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
export const timeOf = (at: number): string => time.format(at);
export const dayOf = (date: Date): string => day.format(date);
export const momentOf = (date: Date): string => moment.format(date);

/** A serial number in groups of four, for eyes and telephones. */
export const grouped = (hex: string): string => hex.replace(/(.{4})(?=.)/g, '$1 ').toUpperCase();

/** The short name in a distinguished name, for a line of its own. */
export const commonName = (name: string): string =>
  /(?:^|,)CN=((?:\\.|[^,\\])+)/.exec(name)?.[1]?.replace(/\\(.)/g, '$1') ?? name;
