import type { z } from 'zod';
import { keyOf } from './draft.ts';
import type { SummaryLine } from './error-summary.tsx';
import type { FieldNode } from './field-node.ts';
import { titleOf } from './field-node.ts';
import { idOfField } from './form-context.ts';
import { issueWords } from './issue-words.ts';

interface Checked<T> {
  /** Absent when something is wrong. */
  readonly value: T | undefined;
  readonly errors: ReadonlyMap<string, string>;
}

/** Checks what is to be sent with the schema that the server checks it with too. */
export function checked<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  const outcome = schema.safeParse(value, { reportInput: true });
  if (outcome.success) return { value: outcome.data, errors: new Map() };
  const errors = new Map<string, string>();
  for (const issue of outcome.error.issues) {
    const key = keyOf(issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step)));
    if (!errors.has(key)) errors.set(key, issueWords(issue));
  }
  return { value: undefined, errors };
}

/**
 * Where an error of the server belongs: a form that asks for a value alone is sent as `{ value }`, and errors come
 * back below that name.
 */
export const placedIn = (node: FieldNode, path: readonly string[]): readonly string[] =>
  path[0] === 'value' && nextNode(node, 'value') === undefined ? path.slice(1) : path;

/** The errors of a form as lines that lead to their fields, in the form's order. */
export const summaryOf = (name: string, node: FieldNode, errors: ReadonlyMap<string, string>): readonly SummaryLine[] =>
  [...errors].map(([key, message]) => {
    const path = key === '' ? [] : key.split('.');
    return { id: path.length === 0 ? null : idOfField(name, path), title: titleAt(node, path), message };
  });

/** The title of the field at a path; places in lists are counted from one. */
function titleAt(node: FieldNode | undefined, path: readonly string[]): string {
  const [step, ...rest] = path;
  if (step === undefined) return node?.title ?? '';
  const next = nextNode(node, step);
  if (next === undefined) return titleOf(step);
  if (next.kind === 'list' && rest.length > 0) return titleAt(next, rest);
  const title = node?.kind === 'list' ? `${node.title} ${Number(step) + 1}` : next.title;
  return rest.length === 0 ? title : `${title}, ${titleAt(next, rest)}`;
}

function nextNode(node: FieldNode | undefined, step: string): FieldNode | undefined {
  switch (node?.kind) {
    case 'group':
      return node.fields.find(({ name }) => name === step);
    case 'variants':
      return node.variants.flatMap(({ fields }) => fields).find(({ name }) => name === step);
    case 'list':
    case 'record':
      return node.item;
    default:
      return undefined;
  }
}
