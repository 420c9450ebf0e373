import type { Actor, Tx } from '@lanyard/kernel';
import { createNames } from './names.ts';
import type { Configured, World } from './part.ts';

/** Who reads or writes the whole configuration. */
export interface Who {
  readonly actor: Actor;
  /** As lists show who changed something. */
  readonly name: string;
  /** Empty at the console. */
  readonly personId: string;
  readonly correlationId: string;
}

export function worldIn(tx: Tx, contexts: Configured, { actor, name, personId, correlationId }: Who): World {
  const { credentials, directory, fleet, notices } = contexts;
  const editor = { actor, name, spaces: null, correlationId };
  return { credentials, directory, fleet, notices, tx, names: createNames(), by: actor, personId, editor };
}
