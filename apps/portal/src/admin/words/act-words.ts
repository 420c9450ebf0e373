import type {
  AdminCredentialView,
  BulkAct,
  CertificateRow,
  PrimaryRow,
  RecoveryView,
  RevocationCause,
} from '@lanyard/contract';
import type { StateWord } from '../../words/tone.ts';

export const causeTitles: Readonly<Record<RevocationCause, string>> = {
  withdrawn: 'The privilege is withdrawn',
  compromised: 'The keys may be in wrong hands',
  left: 'The affiliation changed',
  superseded: 'Another takes its place',
  ceased: 'It is not needed any more',
};

export const bulkVerbs: Readonly<Record<BulkAct, string>> = {
  suspend: 'Suspend',
  resume: 'Resume',
  revoke: 'Revoke',
  cancel: 'Cancel',
  lost: 'Report lost',
  retire: 'Retire',
};

/** What somebody can do no more without a certificate of this purpose. */
export const purposeWords: Readonly<Record<AdminCredentialView['certificates'][number]['purpose'], string>> = {
  authentication: 'signing in to web sites, Wi-Fi and VPN with it, and approving sign-ins',
  signing: 'signing mail and documents',
  encryption: 'reading new encrypted mail',
  decryption: 'reading old encrypted mail on this device',
};
export const purposeTitles: Readonly<Record<keyof typeof purposeWords, string>> = {
  authentication: 'Authentication',
  signing: 'Signing',
  encryption: 'Encryption',
  decryption: 'Decryption',
};

export const certificateStates: Readonly<Record<CertificateRow['status'], StateWord>> = {
  good: { word: 'Good', tone: 'active' },
  expired: { word: 'Expired', tone: 'ended' },
  on_hold: { word: 'On hold', tone: 'attention' },
  revoked: { word: 'Revoked', tone: 'ended' },
};

export const primaryStates: Readonly<Record<PrimaryRow['status'], StateWord>> = {
  good: { word: 'Good', tone: 'active' },
  unknown: { word: 'Unknown', tone: 'attention' },
  on_hold: { word: 'On hold', tone: 'attention' },
  revoked: { word: 'Revoked', tone: 'ended' },
  expired: { word: 'Expired', tone: 'ended' },
};

export const recoveryStates: Readonly<Record<RecoveryView['state'], StateWord>> = {
  waiting: { word: 'Waits for a second person', tone: 'waiting' },
  ready: { word: 'Ready to be taken', tone: 'active' },
  taken: { word: 'Taken', tone: 'ended' },
  over: { word: 'Not taken in time', tone: 'ended' },
};

/** Days for a filter, as lists take them. */
export const daysAhead = [7, 30, 90].map((days) => ({ value: String(days), title: `${days} days` }));
