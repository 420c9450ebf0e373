import { CONFIG_FORM, configFile, type ConfigFile } from '@lanyard/contract';
import type { At, Wanted, World } from './part.ts';
import { eachPart } from './parts/index.ts';

/** Everything that is configured: as a file says it, and which rows it is, by part and key. */
export interface Present {
  readonly file: ConfigFile;
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, At>>;
}

/** Reads part by part: each learns the names that later ones need. */
export async function readAll(world: World, wanted: Wanted): Promise<Present> {
  const rows = new Map<string, ReadonlyMap<string, At>>();
  const file: Record<string, unknown> = { form: CONFIG_FORM };
  for (const read of eachPart((part) => async () => {
    const slice = await part.read(world, wanted);
    rows.set(part.name, new Map(slice.rows));
    Object.assign(file, slice.file);
  }))
    await read();
  // The same schema as for a file that is read: the order of its fields is the order in which they are written.
  return { file: inOrder(configFile.parse(file)), rows };
}

/** Lists without an order of their own by their keys, whatever the database's collation is. */
export function inOrder(file: ConfigFile): ConfigFile {
  const sorted: Record<string, unknown> = { ...file };
  for (const sort of eachPart((part) => () => {
    const list = sorted[part.name];
    if (!Array.isArray(list)) return;
    const keys = new Map(part.items(file)?.map(({ key }, i) => [list[i] as unknown, key]));
    const keyOf = (one: unknown): string => keys.get(one) ?? '';
    sorted[part.name] = list.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }))
    sort();
  return sorted as unknown as ConfigFile; // sound: the same lists in another order
}
