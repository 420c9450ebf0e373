import type { Simulation, SimulationStep } from '@lanyard/contract';
import type { Facts } from './facts.ts';
import { issuing } from './issuing.ts';
import type { Step } from './judgement.ts';
import { providerStep, requesting } from './requesting.ts';
import { emailStep, signingIn } from './signing-in.ts';

/** The main job, in the order in which it takes its steps. */
const steps: readonly Step[] = [...signingIn, ...requesting, emailStep, providerStep, ...issuing];

/**
 * Whether somebody can finish the main job under today's settings. Every step is judged, so that all that is to be done
 * shows at once; the first that fails is where they would stop.
 */
export function decide(facts: Facts): Simulation {
  const judged = steps.map(({ step, title, judge }): SimulationStep => ({ step, title, ...judge(facts) }));
  const failing = judged.find(({ outcome }) => outcome === 'fails');
  const isUnknown = judged.some(({ outcome }) => outcome === 'unknown');
  const { id: personId, userName, displayName } = facts.person;
  return {
    personId,
    userName,
    displayName,
    outcome: failing ? 'fails' : isUnknown ? 'unknown' : 'passes',
    failsAt: failing?.step ?? null,
    steps: judged,
  };
}
