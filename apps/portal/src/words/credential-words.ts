import type { CredentialState, CredentialView, DeviceView, Platform, Purpose } from '@lanyard/contract';
import type { StateWord } from './tone.ts';

const words: Readonly<Record<CredentialState, StateWord>> = {
  issuing: { word: 'Being set up', tone: 'waiting' },
  active: { word: 'Active', tone: 'active' },
  suspended: { word: 'Suspended', tone: 'attention' },
  replaced: { word: 'Replaced', tone: 'ended' },
  revoked: { word: 'Revoked', tone: 'ended' },
  expired: { word: 'Expired', tone: 'ended' },
  deleted: { word: 'Deleted', tone: 'ended' },
};

const live: ReadonlySet<CredentialState> = new Set<CredentialState>(['issuing', 'active', 'suspended']);

export const credentialIsLive = (credential: Pick<CredentialView, 'state'>): boolean => live.has(credential.state);

/** From this many days before its end a credential asks for attention. */
const soonDays = 30;

/**
 * The state of a credential as its holder reads it.
 * @param now milliseconds since 1970
 */
export function credentialWord(credential: Pick<CredentialView, 'state' | 'expiresAt'>, now: number): StateWord {
  const daysLeft = (Date.parse(credential.expiresAt) - now) / 86_400_000;
  const endsSoon = credential.state === 'active' && daysLeft < soonDays;
  return endsSoon ? { word: 'Ends soon', tone: 'attention' } : words[credential.state];
}

const purposes: Readonly<Record<Purpose, string>> = {
  authentication: 'Sign in',
  signing: 'Sign mail',
  encryption: 'Encrypt mail',
  decryption: 'Read old mail',
};

/** What the certificates are for, each purpose once. */
export const purposeWords = (credential: Pick<CredentialView, 'certificates'>): string[] => [
  ...new Set(credential.certificates.map(({ purpose }) => purposes[purpose])),
];

const platforms: Readonly<Record<Platform, string>> = {
  ios: 'iOS',
  android: 'Android',
  desktop: 'Desktop',
  unknown: '',
};

/** "Android 16"; empty when the device did not say. */
export const systemWords = (device: Pick<DeviceView, 'platform' | 'osVersion'>): string =>
  `${platforms[device.platform]} ${device.osVersion}`.trim();
