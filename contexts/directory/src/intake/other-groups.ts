import type { Tx } from '@lanyard/kernel';
import { lockGroups, type LockedPerson } from '../pg/apply-people.ts';
import type { IntakeLineRow } from '../pg/intakes.ts';
import { findGroupNames } from '../pg/known-people.ts';
import { signInGroupNames } from '../pg/role-holders.ts';
import type { IntakeOptions } from './candidate.ts';

const fold = (name: string): string => name.toLowerCase();

/** Groups that lines have somebody join or leave, each once. */
export const groupsNamed = (lines: readonly IntakeLineRow[]): string[] => [
  ...new Set(lines.flatMap(({ joins, leaves }) => [...joins, ...leaves])),
];

/**
 * Keeps the groups of some lines as they are until the commit.
 * @param locked the people of the lines
 * @returns whether the groups of a line are others than when it was judged: somebody else looks after one by now, or it
 *   is not there and is not to be made; or it decides now how somebody signs in who has a role
 */
export async function otherGroups(
  tx: Tx,
  lines: readonly IntakeLineRow[],
  locked: ReadonlyMap<string, LockedPerson>,
  options: IntakeOptions,
): Promise<(line: IntakeLineRow) => boolean> {
  const names = groupsNamed(lines);
  if (names.length === 0) return () => false;
  await lockGroups(tx, names);
  const own = new Map((await findGroupNames(tx, names, options)).map((group) => [group.name, group.own]));
  const signIn = options.origin === 'csv' ? await signInGroupNames(tx) : new Set<string>();
  const isOver = (id: string | null): boolean =>
    (locked.get(id ?? '')?.roles ?? []).every((role) => (options.overRoles as readonly string[]).includes(role));
  return ({ person_id: id, joins, leaves }) => {
    const all = [...joins, ...leaves].map(fold);
    const isGone = !options.createGroups && joins.some((name) => !own.has(fold(name)));
    return isGone || all.some((name) => own.get(name) === false || (signIn.has(name) && !isOver(id)));
  };
}
