import { isTree } from './draft.ts';
import type { FieldNode } from './field-node.ts';

export interface Difference {
  readonly title: string;
  readonly mine: string;
  readonly theirs: string;
}

/** The fields in which two values of one form differ, with their titles on the way to them. */
export function differences(node: FieldNode, mine: unknown, theirs: unknown, above = ''): readonly Difference[] {
  if (node.kind === 'group')
    return node.fields.flatMap((field) =>
      differences(field, at(mine, field.name), at(theirs, field.name), join(above, node.title)),
    );
  const [left, right] = [words(mine), words(theirs)];
  return left === right ? [] : [{ title: join(above, node.title), mine: left, theirs: right }];
}

const join = (above: string, title: string): string => [above, title].filter((part) => part !== '').join(', ');

const at = (value: unknown, name: string): unknown => (isTree(value) ? Reflect.get(value, name) : undefined);

function words(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'empty';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : value.map(words).join(', ');
  if (isTree(value))
    return Object.entries(value)
      .map(([key, content]) => `${key}: ${words(content)}`)
      .join('; ');
  if (typeof value === 'string') return value.startsWith('-----BEGIN ') ? pemWords(value) : value;
  return typeof value === 'number' ? String(value) : '';
}

/** PEM is nothing to read; its last characters before the end tell one file from another. */
function pemWords(pem: string): string {
  const [body = ''] = pem.replaceAll(/\s/gu, '').split('-----END').slice(-2);
  return `PEM …${body.replace(/=+$/u, '').slice(-8)}`;
}
