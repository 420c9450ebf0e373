import { isDeepStrictEqual } from 'node:util';
import type { ConfigChange, ConfigEffect, ConfigPlan } from '@lanyard/contract';
import { compare } from './compare.ts';
import type { At, Item, Kept, Part, World } from './part.ts';
import { eachPart } from './parts/index.ts';
import type { Present } from './read-all.ts';
import { refuse, type ReadFile } from './read-yaml.ts';

/** One change that a file asks for. */
export interface Step extends Omit<ConfigChange, 'effect'> {
  /** Where the file asks for it; of the whole part where it asks by leaving out. */
  readonly path: readonly (string | number)[];
  preview(): Promise<ConfigEffect | null>;
  run(): Promise<void>;
}

export interface Steps {
  /** In the order in which they are done. */
  readonly steps: readonly Step[];
  readonly unchanged: number;
  readonly kept: ConfigPlan['kept'];
}

/** What a file and an installation differ in. @param prune deletes what the file does not have */
export function stepsTo(world: World, present: Present, wanted: ReadFile, prune: boolean): Steps {
  const parts = eachPart((part) => ofPart(part, world, present, wanted, prune));
  return {
    // What nothing needs any more is deleted after the rest, and what names others before them; what is left is put in order.
    steps: [
      ...parts.flatMap(({ puts }) => puts),
      ...parts.toReversed().flatMap(({ removals }) => removals),
      ...parts.flatMap(({ orders }) => orders),
    ],
    unchanged: parts.reduce((sum, { unchanged }) => sum + unchanged, 0),
    kept: parts.flatMap(({ kept }) => kept),
  };
}

interface OfPart {
  readonly puts: readonly Step[];
  readonly removals: readonly Step[];
  readonly orders: readonly Step[];
  readonly unchanged: number;
  readonly kept: ConfigPlan['kept'];
}

function ofPart<T>(part: Part<T>, world: World, present: Present, { file, whereIs }: ReadFile, prune: boolean): OfPart {
  const wanted = part.items(file);
  if (wanted === null) return { puts: [], removals: [], orders: [], unchanged: 0, kept: [] };
  refuseTwice(wanted, whereIs);
  const before = keptOf(part, present);
  const keys = new Set(wanted.map(({ key }) => key));
  const others = [...before.values()].filter(({ key }) => !keys.has(key));
  const loose = part.remove ? others.filter(({ value }) => part.removable?.(value) ?? true) : [];
  const ids = new Map([...before.values()].map(({ key, id }) => [key, id]));
  const changed = wanted.filter(({ key, value }) => !isDeepStrictEqual(before.get(key)?.value, value));
  const first = ({ value }: Item<T>): number => (part.putFirst?.(value) ? 0 : 1);
  const puts = changed
    .toSorted((one, other) => first(one) - first(other))
    .map((item) => putStep(part, world, item, before.get(item.key) ?? null, ids));
  const doomed = prune ? loose : [];
  const gone = new Set(doomed);
  const staying = [...before.values()].filter((one) => !gone.has(one));
  const removedFirst = ({ value }: Kept<T>): number => (part.removedFirst?.(value) ? 0 : 1);
  return {
    puts,
    orders: orderSteps(part, world, { wanted, staying, before, ids }),
    removals: doomed
      .toSorted((one, other) => removedFirst(one) - removedFirst(other))
      .map((kept) => removeStep(part, world, kept)),
    unchanged: wanted.length - changed.length,
    kept: prune ? [] : loose.map(({ name }) => ({ part: part.name, name })),
  };
}

/** @throws LanyardError `config_file_invalid` naming the second of two that would be one */
function refuseTwice<T>(items: readonly Item<T>[], whereIs: ReadFile['whereIs']): void {
  const seen = new Set<string>();
  const twice = items.filter(({ key }) => seen.size === seen.add(key).size);
  refuse(
    twice.map(({ path, name }) => ({ ...whereIs(path), field: path.join('.'), message: `"${name}" is there twice` })),
  );
}

function keptOf<T>(part: Part<T>, { file, rows }: Present): Map<string, Kept<T>> {
  const own: ReadonlyMap<string, At> = rows.get(part.name) ?? new Map();
  const kept = (part.items(file) ?? []).flatMap((item) => {
    const at = own.get(item.key);
    return at === undefined ? [] : [{ ...item, id: at.id, version: at.version }];
  });
  return new Map(kept.map((one) => [one.key, one]));
}

function putStep<T>(part: Part<T>, world: World, item: Item<T>, kept: Kept<T> | null, ids: Map<string, string>): Step {
  return {
    act: kept === null ? 'create' : 'change',
    part: part.name,
    name: item.name,
    path: item.path,
    fields: compare(kept?.value, item.value),
    preview: async () => (await part.preview?.(world, item.value, kept)) ?? null,
    run: async () => void ids.set(item.key, await part.put(world, item.value, kept)),
  };
}

function removeStep<T>(part: Part<T>, world: World, kept: Kept<T>): Step {
  return {
    act: 'delete',
    part: part.name,
    name: kept.name,
    path: kept.path.slice(0, 1),
    fields: [],
    preview: async () => (await part.preview?.(world, null, kept)) ?? null,
    run: async () => part.remove?.(world, kept),
  };
}

interface Orders<T> {
  readonly wanted: readonly Item<T>[];
  readonly before: ReadonlyMap<string, Kept<T>>;
  /** Without those that are deleted. */
  readonly staying: readonly Kept<T>[];
  readonly ids: ReadonlyMap<string, string>;
}

/** Those of the file in its order, then the others as they are. New ones come last of themselves. */
function orderSteps<T>(part: Part<T>, world: World, { wanted, before, staying, ids }: Orders<T>): Step[] {
  const groups = [...new Set(wanted.flatMap(({ group }) => group ?? []))];
  return groups.flatMap((group) => {
    const ofGroup = <I extends Item<T>>(items: readonly I[]): I[] => items.filter((item) => item.group === group);
    const now = ofGroup(staying);
    const inFile = ofGroup(wanted);
    const named = new Set(inFile.map(({ key }) => key));
    const comes = [...now.map(({ key }) => key), ...inFile.flatMap(({ key }) => (before.has(key) ? [] : [key]))];
    const order = [...inFile.map(({ key }) => key), ...now.flatMap(({ key }) => (named.has(key) ? [] : [key]))];
    if (isDeepStrictEqual(comes, order)) return [];
    const nameOf = new Map([...now, ...inFile].map(({ key, name }) => [key, name]));
    const names = (keys: readonly string[]): string => keys.map((key) => nameOf.get(key) ?? key).join(', ');
    const run = () =>
      part.reorder?.(
        world,
        group,
        order.flatMap((key) => ids.get(key) ?? []),
      ) ?? Promise.resolve();
    const fields = [{ field: 'order', from: names(comes), to: names(order) }];
    const path = inFile[0]?.path ?? [];
    return [{ act: 'order', part: part.name, name: group, path, fields, preview: async () => null, run } as const];
  });
}
