import type { ConfigPlan } from '@lanyard/contract';
import type { Db, Tx } from '@lanyard/kernel';
import type { Configured } from './part.ts';
import { walk, type Order } from './walk.ts';
import type { Who } from './world-in.ts';

/** Carries what was found out of a transaction that is not to be kept. */
class Undone<T> extends Error {
  readonly found: T;
  constructor(found: T) {
    super('a plan changes nothing');
    this.found = found;
  }
}

/**
 * Says what a file would change and what that does to whom: it does it, and undoes it. So it is refused where applying
 * it would be, and a preview sees what comes before it in the file.
 * @param look at what would be, within the transaction
 * @throws LanyardError `config_file_too_large`, `config_file_invalid`, `config_file_refused`
 */
export async function planConfig<T = null>(
  contexts: Configured & { readonly db: Db },
  order: Order,
  who: Who,
  look?: (tx: Tx) => Promise<T>,
): Promise<{ readonly plan: ConfigPlan; readonly seen: T | null }> {
  try {
    return await contexts.db.tx(async (tx) => {
      const plan = await walk(tx, contexts, order, who, look === undefined);
      throw new Undone({ plan, seen: (await look?.(tx)) ?? null });
    });
  } catch (error) {
    if (error instanceof Undone) return error.found as { plan: ConfigPlan; seen: T | null }; // sound: thrown above, and nowhere else
    throw error;
  }
}
