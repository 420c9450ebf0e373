import { providerSupport, type Guide, type GuideTask } from '@lanyard/contract';
import { deviceTasks } from './device-tasks.ts';
import type { GuideFacts } from './guide-facts.ts';
import { outsideTasks } from './outside-tasks.ts';
import { portalTasks, standingTasks } from './portal-tasks.ts';
import type { Task } from './task.ts';

/** The nine steps of the documents in their order, then what keeps them true, then what is done elsewhere. */
const tasks: readonly Task[] = [...portalTasks, ...deviceTasks, ...standingTasks, ...outsideTasks];

/** What is left to do for a provider on a platform, looked at now and ticked by nobody. */
export function guideOf(facts: GuideFacts): Guide {
  const { provider, platform } = facts;
  const support = providerSupport(provider, platform);
  const looked = tasks.map((task) => looking(task, facts));
  return {
    provider,
    platform,
    supported: support.supported,
    reason: support.supported ? null : support.reason,
    done: looked.filter(({ state }) => state === 'done').length,
    left: looked.filter(({ state }) => state === 'not_done').length,
    tasks: looked,
  };
}

function looking({ task, title, applies, required, outside, look }: Task, facts: GuideFacts): GuideTask {
  const isOutside = outside === true;
  if (applies && !applies(facts))
    return {
      task,
      title,
      state: 'not_applicable',
      required: false,
      outside: isOutside,
      why: 'Not a task of this provider and platform.',
      next: null,
      link: null,
    };
  return { task, title, required: required?.(facts) ?? true, outside: isOutside, ...look(facts) };
}
