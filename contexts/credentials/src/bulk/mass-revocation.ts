import { bulkView } from '@lanyard/contract';
import { z } from 'zod';
import type { ApprovedAct } from '../ports.ts';

const input = z.strictObject({
  bulkId: z.uuid(),
  area: bulkView.shape.area,
  act: z.string(),
  cause: z.string().nullable(),
  /** Derived credentials that end. */
  ending: z.number().int(),
  /** Objects chosen. */
  total: z.number().int(),
});
export type MassRevocation = z.infer<typeof input>;

const words: Readonly<Record<string, string>> = { lost: 'reported lost', retire: 'retired' };

/** What one person should not do alone to many. */
export const MASS_REVOCATION: ApprovedAct<MassRevocation> = {
  act: 'credentials.mass-revocation',
  input,
  summary: ({ area, act, cause, ending, total }) =>
    area === 'devices'
      ? `${total} devices are ${words[act] ?? act}; ${ending} derived credentials on them end, and their holders need new ones.`
      : `${ending} derived credentials are revoked (${cause ?? 'withdrawn'}); their holders need new ones.`,
  needed: ({ acts, massRevocation }, { ending }) =>
    acts.includes('credentials.mass-revocation') && ending > massRevocation,
};
