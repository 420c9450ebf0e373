import { keyType } from '@lanyard/contract';
import type { Actor, Jobs, Queryable, Tx } from '@lanyard/kernel';
import { z } from 'zod';
import { newestOf } from '../authority/roll-over.ts';
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
export const newestIdOf = async (on: Queryable, line: string): Promise<string> =>
  newestOf(await authoritiesOfLine(on, line), line).id;

/** Done again, or by two at once, it makes one successor. */
export const workRollOver = (
  jobs: Pick<Jobs, 'work'>,
  rollOver: (spec: RolloverSpec) => Promise<Authority>,
): Promise<void> =>
  jobs.work(ROLL_OVER_JOB, async ({ activeFrom, ...spec }: RollOver & { readonly actor: Actor }) => {
    await rollOver({ ...spec, activeFrom: activeFrom === undefined ? undefined : new Date(activeFrom) });
  });
