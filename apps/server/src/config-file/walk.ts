import { createHash } from 'node:crypto';
import { errorCatalogue, type ConfigChange, type ConfigFile, type ConfigPlan } from '@lanyard/contract';
import { isLanyardError, LanyardError, type Tx } from '@lanyard/kernel';
import type { Configured, World } from './part.ts';
import { eachPart } from './parts/index.ts';
import { readAll, type Present } from './read-all.ts';
import { readYaml, type ReadFile } from './read-yaml.ts';
import { stepsTo, type Step } from './steps.ts';
import { worldIn, type Who } from './world-in.ts';

export interface Order {
  /** The YAML. */
  readonly text: string;
  readonly prune: boolean;
  /** Whether roles may be in it: at the console alone. */
  readonly roles: boolean;
}

/** Does in a transaction what a file asks for. @param previews says of each change beforehand what it does to whom */
export async function walk(
  tx: Tx,
  contexts: Configured,
  { text, prune, roles }: Order,
  who: Who,
  previews: boolean,
): Promise<ConfigPlan> {
  // 1. What the file says, and what there is.
  const wanted = readYaml(text);
  if (wanted.file.roles !== undefined && !roles)
    throw refused(
      { part: 'roles', name: '' },
      wanted.whereIs(['roles']),
      'Roles are given with a file at the console of the server alone.',
    );
  const world = worldIn(tx, contexts, who);
  const present = await readAll(world, {
    members: wanted.file.userGroups?.some(({ members }) => members !== undefined) ?? false,
    roles: wanted.file.roles !== undefined,
  });
  forgetMembers(present, wanted);
  await learnPeople(world, wanted.file);
  // 2. What they differ in, and each difference in its turn.
  const { steps, unchanged, kept } = stepsTo(world, present, wanted, prune);
  const changes = await runAll(steps, wanted, previews);
  return { planId: planIdOf(present, wanted, prune), changes, unchanged, kept };
}

/** A group whose members the file does not give keeps those that it has. */
function forgetMembers({ file }: Present, wanted: ReadFile): void {
  const given = new Set(
    wanted.file.userGroups?.flatMap(({ name, members }) => (members === undefined ? [] : [name.toLowerCase()])),
  );
  for (const group of file.userGroups ?? []) if (!given.has(group.name.toLowerCase())) delete group.members;
}

/** Audiences name people by their UPNs. */
async function learnPeople({ directory, tx, names }: World, file: ConfigFile): Promise<void> {
  const upns = new Set<string>();
  JSON.stringify(file, (key, value: unknown) => {
    if (key === 'people' && Array.isArray(value)) for (const upn of value) upns.add(String(upn));
    return value;
  });
  for (const [upn, id] of await directory.configured.idsByUpn(tx, [...upns])) names.add('person', id, upn);
}

/** What contradicts what comes later in the file is tried again after the others. */
async function runAll(steps: readonly Step[], { whereIs }: ReadFile, previews: boolean): Promise<ConfigChange[]> {
  const done: ConfigChange[] = [];
  for (let left: readonly Step[] = steps; left.length > 0;) {
    const later: Step[] = [];
    for (const step of left) {
      const { act, part, name, fields, path } = step;
      try {
        const effect = previews ? await step.preview() : null;
        await step.run();
        done.push({ act, part, name, fields, effect });
      } catch (error) {
        const last = later.length === 0 && step === left.at(-1) && left.length === 1;
        if (isLanyardError(error, 'setting_contradiction') && !last) later.push(step);
        else throw error instanceof LanyardError ? refused(step, whereIs(path), why(error), error) : error;
      }
    }
    if (later.length === left.length) throw await stillRefused(later, whereIs);
    left = later;
  }
  return done;
}

/** Nothing that is left can be done before anything else. */
async function stillRefused(steps: readonly Step[], whereIs: ReadFile['whereIs']): Promise<unknown> {
  const [step] = steps;
  try {
    await step?.run();
  } catch (error) {
    if (step && error instanceof LanyardError) return refused(step, whereIs(step.path), why(error), error);
    return error;
  }
  return new LanyardError('config_file_refused');
}

function refused(
  { part, name }: Pick<Step, 'part' | 'name'>,
  at: { readonly line: number; readonly column: number },
  words: string,
  cause?: LanyardError,
): LanyardError {
  const known = cause && cause.code !== 'config_file_refused' ? { code: cause.code, details: cause.details } : {};
  return new LanyardError('config_file_refused', { ...at, part, name, why: words, ...known }, { cause });
}

function why({ code, details }: LanyardError): string {
  if (code === 'config_file_refused' && typeof details['why'] === 'string') return details['why'];
  const { title, next } = errorCatalogue[code];
  const found = [details['fields'], details['findings'], details['references'], details['uses']]
    .flat()
    .flatMap((one) => wordsOf(one));
  return [title, ...found.slice(0, 5), next].join(' ');
}

function wordsOf(one: unknown): string[] {
  if (typeof one !== 'object' || one === null) return [];
  const { field, message, words, name } = one as Partial<Record<string, string>>; // sound: only shown
  if (message !== undefined) return [`${field ?? ''}: ${message}.`];
  const said = words ?? name;
  return said === undefined ? [] : [said];
}

/** Of all that the file speaks of, as it is: another change of it makes another plan. */
function planIdOf(present: Present, wanted: ReadFile, prune: boolean): string {
  const hash = createHash('sha256').update(JSON.stringify([wanted.file, prune]));
  for (const items of eachPart(
    (part) => part.items(wanted.file) && [part.items(present.file), [...(present.rows.get(part.name) ?? [])]],
  ))
    hash.update(JSON.stringify(items));
  return hash.digest('hex').slice(0, 32);
}
