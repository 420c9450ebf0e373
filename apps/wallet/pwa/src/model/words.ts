import type { CredentialState, Provider, Purpose } from '@lanyard/contract';
import { hasEnded, type CredentialDetails } from '@lanyard/wallet/core';

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
export const dayOf = (date: Date): string => day.format(date);
export const momentOf = (date: Date): string => moment.format(date);

/** A serial number in groups of four, for eyes and telephones. */
export const grouped = (hex: string): string => hex.replace(/(.{4})(?=.)/g, '$1 ').toUpperCase();

/** The short name in a distinguished name, for a line of its own. */
export const commonName = (name: string): string =>
  /(?:^|,)CN=((?:\\.|[^,\\])+)/.exec(name)?.[1]?.replace(/\\(.)/g, '$1') ?? name;
