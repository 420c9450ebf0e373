import { z } from 'zod';
import { platform, uuid } from '../common.ts';
import { isErrorCode } from '../errors.ts';

/** What the phone would be; without it what depends on it is answered for each platform that is allowed. */
export const simulationQuery = z.object({
  platform: platform.optional(),
  osVersion: z
    .string()
    .regex(/^\d+(\.\d+){0,3}$/)
    .optional(),
});

/** Steps of the main job, in the order in which it takes them. */
export const simulationSteps = [
  'account',
  'upn',
  'portal-authentication',
  'card',
  'request',
  'device-limit',
  'registration-pin',
  'platform',
  'os-version',
  'email',
  'provider',
  'authority',
  'status',
  'profiles',
  'configurations',
  'wallet',
] as const;
export type SimulationStepName = (typeof simulationSteps)[number];

export const simulationStep = z.strictObject({
  step: z.enum(simulationSteps),
  title: z.string(),
  outcome: z.enum(['passes', 'fails', 'unknown']),
  why: z.string(),
  /** What to do; null where it passes. */
  next: z.string().nullable(),
  /** The screen where it is done. */
  link: z.string().nullable(),
  /** The error that the person would meet. */
  code: z.string().refine(isErrorCode).nullable(),
});
export type SimulationStep = z.infer<typeof simulationStep>;

/** GET /api/admin/people/:id/simulation */
export const simulation = z.strictObject({
  personId: uuid,
  userName: z.string(),
  displayName: z.string(),
  outcome: z.enum(['passes', 'fails', 'unknown']),
  /** The first step that fails; null when none does. */
  failsAt: z.enum(simulationSteps).nullable(),
  steps: z.array(simulationStep),
});
export type Simulation = z.infer<typeof simulation>;

/** GET /api/admin/groups/:id/simulation: the first members by user name. */
export const groupSimulationQuery = simulationQuery.extend({
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export const groupSimulation = z.strictObject({
  groupId: uuid,
  members: z.number().int(),
  /** How many of them were looked at. */
  looked: z.number().int(),
  people: z.array(simulation.omit({ steps: true }).extend({ why: z.string().nullable() })),
});
export type GroupSimulation = z.infer<typeof groupSimulation>;
