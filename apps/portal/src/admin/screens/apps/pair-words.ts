import type { AppView, KeyValuePair, KnownKey, Section } from '@lanyard/contract';
import { keysFor, nameOf } from '@lanyard/contract';

type Keyed = { readonly key: string };

/** Names that a list of keys offers: those not used yet; a numbered one with the next number that is free. */
export function offeredKeys(
  app: Pick<AppView, 'kind' | 'platform'>,
  section: Section,
  used: readonly Keyed[],
): readonly { readonly name: string; readonly known: KnownKey }[] {
  return keysFor(app.kind, app.platform)
    .filter((known) => known.section === section)
    .map((known) => ({ name: nextName(known, used), known }))
    .filter(({ name }) => !used.some(({ key }) => key === name));
}

function nextName(known: KnownKey, used: readonly Keyed[]): string {
  const { numbers } = known;
  if (numbers === undefined) return known.name;
  const last = numbers.to ?? numbers.from + used.length;
  for (let n = numbers.from; n <= last; n += 1) {
    const name = nameOf(known, n);
    if (!used.some(({ key }) => key === name)) return name;
  }
  return nameOf(known, last);
}

/** Pairs with others beside them; one that is there already takes the new value. */
export function withPairs(pairs: readonly KeyValuePair[], more: readonly KeyValuePair[]): readonly KeyValuePair[] {
  const kept = pairs.map((pair) => more.find(({ key }) => key === pair.key) ?? pair);
  return [...kept, ...more.filter(({ key }) => !pairs.some((pair) => pair.key === key))];
}

/** All but the one at a place. */
export const without = <T>(rows: readonly T[], index: number): readonly T[] => rows.filter((_row, at) => at !== index);

export const changedAt = <T>(rows: readonly T[], index: number, patch: Partial<T>): readonly T[] =>
  rows.map((row, at) => (at === index ? { ...row, ...patch } : row));
