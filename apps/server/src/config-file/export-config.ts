import type { Db } from '@lanyard/kernel';
import type { Configured, Wanted } from './part.ts';
import { readAll } from './read-all.ts';
import { worldIn, type Who } from './world-in.ts';
import { writeYaml } from './write-yaml.ts';

/** @returns everything that is configured, as a file: the same configuration is the same octets */
export function exportConfig(contexts: Configured & { readonly db: Db }, who: Who, wanted: Wanted): Promise<string> {
  return contexts.db.tx(async (tx) => writeYaml((await readAll(worldIn(tx, contexts, who), wanted)).file));
}
