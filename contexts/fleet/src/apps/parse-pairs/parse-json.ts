import { LanyardError } from '@lanyard/kernel';
import type { Understood } from './understood.ts';

const NAMES = ['key', 'name', 'Key', 'Name'];
const VALUES = ['value', 'Value', 'defaultValue'];
const DEEPEST = 6;

/** `{"key": "value"}`, an array of `{"key": …, "value": …}`, or either within the object that a product wraps it in. */
export function parseJson(text: string): Understood {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : 'unreadable';
    throw new LanyardError('pairs_not_understood', { why }, { cause: error });
  }
  return { understoodAs: 'json', ...pairsIn(value, 0) };
}

type Found = Pick<Understood, 'pairs' | 'leftOut'>;

function pairsIn(value: unknown, depth: number): Found {
  if (depth > DEEPEST) return { pairs: [], leftOut: [] };
  if (Array.isArray(value)) {
    const all = value.map((item) => listed(item) ?? pairsIn(item, depth + 1));
    return { pairs: all.flatMap((one) => one.pairs), leftOut: all.flatMap((one) => one.leftOut) };
  }
  if (typeof value !== 'object' || value === null) return { pairs: [], leftOut: [] };
  const pairs: { key: string; value: string }[] = [];
  const leftOut: { line: number; text: string; why: string }[] = [];
  for (const [key, one] of Object.entries(value)) {
    const text = plain(one);
    if (text !== null) pairs.push({ key, value: text });
    else {
      const inner = pairsIn(one, depth + 1);
      pairs.push(...inner.pairs);
      leftOut.push(...inner.leftOut);
      if (inner.pairs.length === 0) leftOut.push({ line: 0, text: key.slice(0, 200), why: 'its value is not a text' });
    }
  }
  return { pairs, leftOut };
}

/** `{"key": "a", "value": "b"}` */
function listed(item: unknown): Found | null {
  if (typeof item !== 'object' || item === null) return null;
  const record = item as Readonly<Record<string, unknown>>;
  const key = NAMES.map((name) => record[name]).find((one) => typeof one === 'string');
  const has = VALUES.find((name) => Object.hasOwn(record, name));
  const value = has === undefined ? null : plain(record[has]);
  return typeof key === 'string' && value !== null ? { pairs: [{ key, value }], leftOut: [] } : null;
}

const plain = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
