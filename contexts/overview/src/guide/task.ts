import type { GuideTask, GuideTaskName } from '@lanyard/contract';
import type { GuideFacts } from './guide-facts.ts';

/** What is to be said of a task. */
export type Found = Pick<GuideTask, 'state' | 'why' | 'next' | 'link'>;

export interface Task {
  readonly task: GuideTaskName;
  readonly title: string;
  /** Whether it is one of this provider and platform; everywhere when absent. */
  readonly applies?: (facts: GuideFacts) => boolean;
  /** Whether nothing works without it, as against what is only advised; required when absent. */
  readonly required?: (facts: GuideFacts) => boolean;
  /** Done somewhere else than here, where nobody can look from here. */
  readonly outside?: true;
  readonly look: (facts: GuideFacts) => Found;
}

export const done = (why: string): Found => ({ state: 'done', why, next: null, link: null });
export const notDone = (why: string, next: string, link: string | null): Found => ({
  state: 'not_done',
  why,
  next,
  link,
});
export const cannotTell = (why: string, next: string, link: string | null): Found => ({
  state: 'cannot_tell',
  why,
  next,
  link,
});
