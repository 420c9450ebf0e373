import type { ErrorCode, SimulationStep, SimulationStepName } from '@lanyard/contract';
import { errorCatalogue } from '@lanyard/contract';
import type { Facts } from './facts.ts';

/** What is to be said of one step of the main job. */
export type Judgement = Omit<SimulationStep, 'step' | 'title'>;
export type Judge = (facts: Facts) => Judgement;

export interface Step {
  readonly step: SimulationStepName;
  readonly title: string;
  readonly judge: Judge;
}

export const passes = (why: string): Judgement => ({ outcome: 'passes', why, next: null, link: null, code: null });

interface WayOut {
  readonly next: string;
  readonly link: string;
}

/** @param code the error that the person would meet; null where nothing refuses and they still do not get there */
export const fails = (code: ErrorCode | null, why: string, { next, link }: WayOut): Judgement => ({
  outcome: 'fails',
  why,
  next,
  link,
  code,
});

/** The person would meet this error, in its own words. */
export const failsWith = (code: ErrorCode, wayOut: WayOut): Judgement =>
  fails(code, errorCatalogue[code].title, wayOut);

export const unknown = (why: string, { next, link }: WayOut): Judgement => ({
  outcome: 'unknown',
  why,
  next,
  link,
  code: null,
});
