import { keyType } from '@lanyard/contract';
import { type Actor, type Jobs, LanyardError, type Queryable, type Tx } from '@lanyard/kernel';
import { z } from 'zod';
import { authoritiesOfLine } from '../pg/authorities.ts';
import type { ApprovedAct, IssuerPorts } from '../ports.ts';
import type { Authority, RolloverSpec } from '../types.ts';

const input = z.strictObject({
  line: z.string(),
  /** The authority that is to have a successor: one that has it already gets no second one. */
  successorOf: z.string(),
  lifetimeDays: z.number().int(),
  keyType: keyType.optional(),
  activeFrom: z.iso.datetime().optional(),
});
export type RollOver = z.infer<typeof input>;

/** A new authority for a line: what everybody who relies on certificates has to learn of. */
export const CHANGE_AUTHORITY: ApprovedAct<RollOver> = {
  act: 'authority.change',
  input,
  summary: ({ successorOf, lifetimeDays, activeFrom }) =>
    `The authority ${successorOf} gets a successor for ${lifetimeDays} days, which issues ${activeFrom === undefined ? 'at once' : `from ${activeFrom} on`}.`,
};

/** Carries the order and the actor: a key is made and a certificate signed, which no transaction waits for. */
export const ROLL_OVER_JOB = 'issuer.roll-over';

export const orderRollOver =
  ({ outbox }: Pick<IssuerPorts, 'outbox'>) =>
  (tx: Tx, order: RollOver, { actor }: { readonly actor: Actor }): Promise<void> =>
    outbox.send(tx, ROLL_OVER_JOB, { ...order, actor });

/** @returns id of a line's newest authority @throws LanyardError `authority_unknown`, `input_invalid` for a root */
export async function newestOf(on: Queryable, line: string): Promise<string> {
  const newest = (await authoritiesOfLine(on, line)).find(({ certificate }) => certificate !== null);
  if (newest === undefined) throw new LanyardError('authority_unknown', { authority: line });
  if (newest.kind === 'root')
    throw new LanyardError('input_invalid', { authority: line, reason: 'a new root is made in a key ceremony' });
  return newest.id;
}

export const workRollOver = (
  jobs: Pick<Jobs, 'work'>,
  { db }: Pick<IssuerPorts, 'db'>,
  rollOver: (spec: RolloverSpec) => Promise<Authority>,
): Promise<void> =>
  jobs.work(ROLL_OVER_JOB, async ({ successorOf, activeFrom, ...spec }: RollOver & { readonly actor: Actor }) => {
    if ((await newestOf(db.pool, spec.line)) !== successorOf) return; // the same job, a moment earlier
    await rollOver({ ...spec, activeFrom: activeFrom === undefined ? undefined : new Date(activeFrom) });
  });
