import type { ApprovalState } from '@lanyard/contract';
import { errorCatalogue } from '@lanyard/contract';
import type { StateWord } from '../../words/tone.ts';

export const approvalStates: Readonly<Record<ApprovalState, StateWord>> = {
  pending: { word: 'Waits for a decision', tone: 'waiting' },
  approved: { word: 'Approved', tone: 'active' },
  done: { word: 'Done', tone: 'active' },
  refused: { word: 'Refused', tone: 'ended' },
  withdrawn: { word: 'Withdrawn', tone: 'ended' },
  expired: { word: 'Not decided in time', tone: 'ended' },
  failed: { word: 'Could not be done', tone: 'attention' },
};

/** Why something that was approved could not be done, with the way out; the code alone where it is no longer known. */
export function failureWords(code: string): string {
  const known = Object.entries(errorCatalogue).find(([name]) => name === code)?.[1];
  return known === undefined ? code : `${known.title} ${known.next} (${code})`;
}
