import { type Actor, recordAudit, type Tx } from '@lanyard/kernel';
import { z } from 'zod';
import { endAllSessions, lockEnding } from '../pg/sessions.ts';
import type { ApprovedAct, SigninPorts } from '../ports.ts';

/** For the day on which nobody knows who else is signed in. */
export const END_ALL: ApprovedAct<Record<string, never>> = {
  act: 'sessions.end-all',
  input: z.strictObject({}),
  summary: () => 'Every session of everybody ends; everybody signs in again.',
};

export const endAll =
  ({ clock }: Pick<SigninPorts, 'clock'>) =>
  async (tx: Tx, _input: unknown, { actor }: { readonly actor: Actor }): Promise<void> => {
    await lockEnding(tx, null);
    const now = clock.now();
    const count = await endAllSessions(tx, 'all sessions were ended', now);
    await recordAudit(tx, { act: 'sessions.all-ended', outcome: 'done', actor, details: { count } }, now);
  };
