import type { IntakeOutcome, IntakeState } from '@lanyard/contract';
import type { StateWord } from '../../words/tone.ts';

export const intakeStates: Readonly<Record<IntakeState, StateWord>> = {
  reading: { word: 'Being read', tone: 'waiting' },
  ready: { word: 'Ready to import', tone: 'waiting' },
  waiting: { word: 'Waits for a decision', tone: 'attention' },
  applying: { word: 'Being imported', tone: 'waiting' },
  done: { word: 'Imported', tone: 'active' },
  discarded: { word: 'Discarded', tone: 'ended' },
  failed: { word: 'Failed', tone: 'attention' },
};

export const intakeOutcomes: Readonly<Record<IntakeOutcome, StateWord>> = {
  new: { word: 'New', tone: 'active' },
  changed: { word: 'Changed', tone: 'waiting' },
  unchanged: { word: 'Unchanged', tone: 'ended' },
  refused: { word: 'Refused', tone: 'attention' },
  gone: { word: 'Gone from the source', tone: 'attention' },
};
