import type { ConfigurationState } from '@lanyard/contract';
import { configurationFacts, configurationKindNames } from '@lanyard/contract';
import type { StateWord } from '../../../words/tone.ts';

export const configurationStates: Readonly<Record<ConfigurationState, StateWord>> = {
  draft: { word: 'Draft', tone: 'waiting' },
  published: { word: 'Published', tone: 'active' },
  changed: { word: 'Edited since published', tone: 'attention' },
  deleted: { word: 'Deleted', tone: 'ended' },
};

/** Titles of the kinds, as choices of a filter. */
export const kindTitles: Readonly<Record<string, string>> = Object.fromEntries(
  configurationKindNames.map((kind) => [kind, configurationFacts[kind].title]),
);

/** Where every screen of this area leads back to. */
export const configurationList = { title: 'Configurations', path: '/admin/configurations' };
