import type { DeviceRow, RequestState } from '@lanyard/contract';
import type { StateWord } from '../../words/tone.ts';

export const deviceStateWords: Readonly<Record<DeviceRow['state'], StateWord>> = {
  active: { word: 'Active', tone: 'active' },
  lost: { word: 'Reported lost', tone: 'attention' },
  retired: { word: 'Retired', tone: 'ended' },
};

export const requestStateWords: Readonly<Record<RequestState, StateWord>> = {
  pending: { word: 'Waiting for the phone', tone: 'waiting' },
  activating: { word: 'Being activated', tone: 'waiting' },
  activated: { word: 'Activated', tone: 'active' },
  expired: { word: 'Ran out', tone: 'ended' },
  superseded: { word: 'Replaced by a newer one', tone: 'ended' },
  cancelled: { word: 'Cancelled', tone: 'ended' },
  locked: { word: 'Locked after wrong passwords', tone: 'attention' },
};
