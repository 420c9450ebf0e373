import type { Origin, PersonState } from '@lanyard/contract';
import type { StateWord } from '../../words/tone.ts';

export const personStates: Readonly<Record<PersonState, StateWord>> = {
  active: { word: 'Active', tone: 'active' },
  suspended: { word: 'Suspended', tone: 'attention' },
  terminated: { word: 'Terminated', tone: 'ended' },
};

/** Who looks after a person or a group. */
export const originTitles: Readonly<Record<Origin, string>> = {
  hand: 'By hand',
  csv: 'CSV file',
  ldap: 'LDAP',
  scim: 'Identity provider (SCIM)',
};
