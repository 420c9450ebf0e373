import { open } from 'node:fs/promises';
import type { ConfigChange, ConfigPlan } from '@lanyard/server';
import { consoleActor } from './console-actor.ts';
import { UsageError } from './say-failure.ts';

/** More is refused without being read. */
const MOST_OCTETS = 10_000_000;

/** The only file among the arguments. @throws UsageError */
export function onlyFile(command: string, positionals: readonly string[]): string {
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError(`${command} takes one file`);
  return path;
}

/** @throws Error naming a file that cannot be read, or is too large */
export async function readConfig(path: string): Promise<string> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${path} cannot be read (${cause.code ?? cause.message})`, { cause });
  });
  try {
    const { size } = await file.stat();
    if (size > MOST_OCTETS) throw new Error(`${path} has ${size} octets; a configuration has at most ${MOST_OCTETS}`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Who types at the console, as a leader of the whole configuration wants it. */
export function atConsole() {
  const actor = consoleActor();
  return { actor, name: `${actor.user} at the console`, personId: '', correlationId: '' };
}

/** The refusal of a file with its lines, in words. */
export async function sayingWhere<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { faults, why, line, name } = detailsOf(error);
    if (faults)
      throw new Error(
        [
          `${path} is no configuration that could be taken:`,
          ...faults.map((f) => `  ${path}:${f.line}:${f.column} ${f.field} ${f.message}`),
        ].join('\n'),
        { cause: error },
      );
    if (why) throw new Error(`${path}:${line ?? 1} ${name ?? ''}: ${why} Nothing was changed.`, { cause: error });
    throw error;
  }
}

interface Details {
  readonly faults?: readonly { line: number; column: number; field: string; message: string }[];
  readonly why?: string;
  readonly line?: number;
  readonly name?: string;
}
const detailsOf = (error: unknown): Details => (error as { details?: Details } | null)?.details ?? {};

const SIGNS: Readonly<Record<ConfigChange['act'], string>> = { create: '+', change: '~', order: '~', delete: '-' };
const MOST_KEPT = 20;

/** A plan as a person reads it. */
export function planText({ changes, kept, unchanged, planId }: ConfigPlan): string {
  const lines = changes.flatMap(changeLines);
  const count = (act: ConfigChange['act']): number => changes.filter((change) => change.act === act).length;
  const left = kept.slice(0, MOST_KEPT).map(({ part, name }) => `    ${part}: ${name}`);
  const more = kept.length > MOST_KEPT ? [`    and ${kept.length - MOST_KEPT} more`] : [];
  return [
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    `${count('create')} to create, ${count('change') + count('order')} to change, ${count('delete')} to delete, ${unchanged} as they are.`,
    ...(kept.length > 0 ? ['  Not in the file, and kept (--prune deletes them):', ...left, ...more] : []),
    `Plan ${planId}`,
    '',
  ].join('\n');
}

function changeLines({ act, part, name, fields, effect }: ConfigChange): string[] {
  const shown =
    act === 'create' ? [] : fields.map(({ field, from, to }) => `      ${field}: ${from ?? '-'} -> ${to ?? '-'}`);
  return [`  ${SIGNS[act]} ${part}: ${name}`, ...shown, ...effectLines(effect)];
}

function effectLines(effect: ConfigChange['effect']): string[] {
  if (effect === null) return [];
  const { of, gains, changes, loses, lockedOut, sentences } = effect;
  const line = (words: string, { count, first }: typeof gains): string[] =>
    count === 0 ? [] : [`      ${count} ${of} ${words}: ${first.join(', ')}${count > first.length ? ', …' : ''}`];
  return [
    ...line('get it', gains),
    ...line('get another', changes),
    ...line('lose it', loses),
    ...line('are locked out', lockedOut),
    ...sentences.map((sentence) => `      ! ${sentence}`),
  ];
}
