import { createHash } from 'node:crypto';
import type { ConfigApplied, ConfigChange } from '@lanyard/contract';
import { LanyardError, recordAudit, type Clock, type Db } from '@lanyard/kernel';
import type { Configured } from './part.ts';
import { walk, type Order } from './walk.ts';
import type { Who } from './world-in.ts';

/**
 * Does what a file asks for, all of it or nothing.
 * @param planId of the plan that somebody looked at: what is done is that one
 * @throws LanyardError `config_plan_stale`; `config_file_too_large`, `config_file_invalid`, `config_file_refused`
 */
export async function applyConfig(
  contexts: Configured & { readonly db: Db; readonly clock: Clock },
  order: Order,
  who: Who,
  planId?: string,
): Promise<ConfigApplied> {
  const sha256 = createHash('sha256').update(order.text).digest('hex');
  return contexts.db.tx(async (tx) => {
    // 1. Every change, by the verbs and rules of its own context, with its own audit row.
    const plan = await walk(tx, contexts, order, who, false);
    // 2. What was looked at is what is done; else all of it is undone.
    if (planId !== undefined && planId !== plan.planId)
      throw new LanyardError('config_plan_stale', { planId: plan.planId });
    // 3. One act, with the file's hash: whoever keeps the file can show what was applied.
    const count = (...acts: ConfigChange['act'][]): number =>
      plan.changes.filter(({ act }) => acts.includes(act)).length;
    const counts = { created: count('create'), changed: count('change', 'order'), deleted: count('delete') };
    const details = { sha256, planId: plan.planId, prune: order.prune, ...counts };
    const { actor, correlationId } = who;
    const entry = { act: 'config.applied', outcome: 'done', actor, object: sha256, details, correlationId } as const;
    await recordAudit(tx, entry, contexts.clock.now());
    return { planId: plan.planId, sha256, ...counts };
  });
}
