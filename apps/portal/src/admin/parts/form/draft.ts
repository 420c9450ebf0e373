import type { FieldNode } from './field-node.ts';

/** Where a field is: names of objects' fields and places in lists. */
export type Path = readonly (string | number)[];

export const keyOf = (path: readonly (string | number)[]): string => path.join('.');

/** What stands at a place of a draft, or undefined. */
export const valueAt = (draft: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, step) => (isTree(value) ? Reflect.get(value, step) : undefined), draft);

/** The draft with another value at a place; what is around it stays the same object. */
export function withValue(draft: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(draft)) {
    const copy: unknown[] = [...draft];
    copy[Number(step)] = withValue(copy[Number(step)], rest, value);
    return copy;
  }
  const tree = isTree(draft) ? draft : {};
  return { ...tree, [step]: withValue(Reflect.get(tree, step), rest, value) };
}

/** What a field begins with when nothing is known: the schema's fallback, else nothing. */
export function blankOf(node: FieldNode): unknown {
  if (node.kind === 'group') {
    if (node.nullable && node.fallback === null) return null;
    const given = isTree(node.fallback) ? node.fallback : {};
    return Object.fromEntries(
      node.fields.map((field) => [field.name, Reflect.get(given, field.name) ?? blankOf(field)]),
    );
  }
  if (node.fallback !== undefined) return node.fallback;
  switch (node.kind) {
    case 'boolean':
      return false;
    case 'choices':
    case 'list':
      return [];
    case 'record':
      return {};
    case 'fixed':
      return node.value;
    default:
      return undefined;
  }
}

/**
 * A draft as it is sent: an empty field that may be missing is left out, one that may be nothing is null, and what
 * the schema does not know stays as it was read.
 */
export function settled(node: FieldNode, value: unknown): unknown {
  if (node.kind === 'group') return node.nullable && !isTree(value) ? null : settledGroup(node.fields, value);
  if (node.kind === 'variants') {
    const chosen = node.variants.find((variant) => isTree(value) && Reflect.get(value, node.by) === variant.value);
    return chosen === undefined ? empty(node) : { ...settledGroup(chosen.fields, value), [node.by]: chosen.value };
  }
  if (node.kind === 'list' && Array.isArray(value)) return value.map((item: unknown) => settled(node.item, item));
  return value === undefined || value === '' || value === null ? empty(node) : value;
}

/** A draft in which some fields, named by their path, are as if nobody had touched them. */
export const withoutFields = (node: FieldNode, draft: unknown, paths: readonly string[]): unknown =>
  paths.reduce((value, key) => {
    const path = key.split('.');
    return withValue(value, path, valueAt(blankOf(node), path));
  }, draft);

const empty = ({ nullable }: FieldNode): null | undefined => (nullable ? null : undefined);

function settledGroup(fields: readonly FieldNode[], value: unknown): Record<string, unknown> {
  const tree = isTree(value) ? value : {};
  const entries = fields.map((field) => [field.name, settled(field, Reflect.get(tree, field.name))] as const);
  return Object.fromEntries(entries.filter(([, content]) => content !== undefined));
}

export const isTree = (value: unknown): value is object => typeof value === 'object' && value !== null;
