import type { ConfigChange } from '@lanyard/contract';

type Field = ConfigChange['fields'][number];

/** Characters of a value that a plan shows: the rest of a certificate says nothing to a person. */
const SHOWN = 120;
const MOST_FIELDS = 200;

/** What differs, field by field, in the order of the file. */
export function compare(before: unknown, after: unknown): Field[] {
  const [from, to] = [flat(before), flat(after)];
  const fields = [...new Set([...from.keys(), ...to.keys()])];
  return fields
    .filter((field) => from.get(field) !== to.get(field))
    .slice(0, MOST_FIELDS)
    .map((field) => ({ field, from: shown(from.get(field)), to: shown(to.get(field)) }));
}

function flat(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (typeof value !== 'object' || value === null) {
    if (value !== undefined) into.set(path, JSON.stringify(value));
    return into;
  }
  const entries = Object.entries(value);
  if (entries.length === 0 && path !== '') into.set(path, Array.isArray(value) ? '[]' : '{}');
  for (const [key, one] of entries) flat(one, path === '' ? key : `${path}.${key}`, into);
  return into;
}

function shown(value: string | undefined): string | null {
  if (value === undefined) return null;
  return value.length > SHOWN ? `${value.slice(0, SHOWN)}… (${value.length} characters)` : value;
}
