import { z } from 'zod';
import { instant, uuid } from '../common.ts';
import { listPage } from './list.ts';

/**
 * An intake is what a file, or a run of an LDAP connection, would change about people: read whole and checked line by
 * line before anything happens.
 */
export const intakeState = z.enum(['reading', 'ready', 'waiting', 'applying', 'done', 'discarded', 'failed']);
export type IntakeState = z.infer<typeof intakeState>;

export const intakeOutcome = z.enum(['new', 'changed', 'unchanged', 'refused', 'gone']);
export type IntakeOutcome = z.infer<typeof intakeOutcome>;

export const intakeView = z.strictObject({
  id: uuid,
  origin: z.enum(['csv', 'ldap']),
  /** The file's name, or that of the connection. */
  name: z.string(),
  /** The LDAP connection, or null for a file. */
  sourceId: uuid.nullable(),
  state: intakeState,
  counts: z.strictObject({
    new: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    refused: z.number().int(),
    gone: z.number().int(),
    joins: z.number().int(),
    leaves: z.number().int(),
  }),
  /** Of how many lines the work is done while it is being applied. */
  progress: z.strictObject({ done: z.number().int(), of: z.number().int() }),
  /** Why it waits, was refused or failed, and what to do; null where nothing is the matter. */
  problem: z.string().nullable(),
  madeAt: instant,
  endedAt: instant.nullable(),
});
export type IntakeView = z.infer<typeof intakeView>;

export const intakeLine = z.strictObject({
  line: z.number().int(),
  outcome: intakeOutcome,
  /** Why a line is refused; for others null. */
  reason: z.string().nullable(),
  userName: z.string(),
  upn: z.string(),
  displayName: z.string(),
  personId: uuid.nullable(),
  changes: z.array(z.strictObject({ field: z.string(), before: z.string(), after: z.string() })),
});
export type IntakeLine = z.infer<typeof intakeLine>;

export const intakeLineQuery = z.object({
  outcome: intakeOutcome.optional(),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const intakeLines = z.strictObject({ items: z.array(intakeLine), next: z.number().int().nullable() });
export const intakePage = listPage(intakeView);

const yes = z.union([z.literal('true'), z.literal('false')]).transform((word) => word === 'true');

/** What goes with an uploaded file; flags as words, since they stand in the address. */
export const importQuery = z.object({
  name: z.string().trim().min(1).max(200).default('people.csv'),
  /** JSON object: field of a person → header of the file, for headers that are not recognised by themselves. */
  columns: z.string().max(4_000).optional(),
  createGroups: yes.default(false),
  takeOver: yes.default(false),
});
export type ImportQuery = z.infer<typeof importQuery>;

/** Octets and lines of a file of people. */
export const IMPORT_BYTES = 10 * 1_024 * 1_024;
export const IMPORT_LINES = 100_000;
