import type { CredentialState } from '@lanyard/contract';
import type { StateWord } from '../../words/tone.ts';

/** The states of a derived credential, as lists and charts show them. */
export const credentialStates: Readonly<Record<CredentialState, StateWord>> = {
  issuing: { word: 'Being made', tone: 'waiting' },
  active: { word: 'Active', tone: 'active' },
  suspended: { word: 'Suspended', tone: 'attention' },
  replaced: { word: 'Replaced', tone: 'ended' },
  revoked: { word: 'Revoked', tone: 'ended' },
  expired: { word: 'Expired', tone: 'ended' },
  deleted: { word: 'Deleted', tone: 'ended' },
};
