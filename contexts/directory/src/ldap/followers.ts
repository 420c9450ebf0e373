import type { Queryable } from '@lanyard/kernel';
import type { Candidate, IntakeOptions, Known } from '../intake/candidate.ts';
import { insertLines, noCounts, type IntakeCounts, type IntakeLineRow } from '../pg/intakes.ts';
import { peopleOfSource } from '../pg/known-people.ts';
import type { LdapRow } from '../pg/ldap-connections.ts';

const PAGE = 1_000;
/** Lines of people who are gone come after all others. */
const GONE_FROM = 1_000_000_000;

async function* everyone(on: Queryable, options: IntakeOptions): AsyncGenerator<Known> {
  for (let after: string | null = null; ;) {
    const page = await peopleOfSource(on, options, after, PAGE);
    yield* page;
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) return;
  }
}

/**
 * People of a connection whose groups, or whose state, have to follow though their entry may not have changed.
 * @returns and how many the directory has whom nobody here knows
 */
export async function membershipCandidates(
  on: Queryable,
  options: IntakeOptions,
  present: ReadonlySet<string>,
  groups: ReadonlyMap<string, readonly string[]> | null,
): Promise<{ candidates: Omit<Candidate, 'line'>[]; unknown: number }> {
  const candidates: Omit<Candidate, 'line'>[] = [];
  let known = 0;
  for await (const person of everyone(on, options)) {
    const { externalId, facts } = person;
    if (externalId === null || !present.has(externalId)) continue;
    known++;
    const wanted = groups?.get(externalId) ?? [];
    const returns = person.state !== 'active' && person.stateBySource;
    if (returns || (groups !== null && !sameNames(wanted, person.groups)))
      candidates.push({ facts, externalId, groups: groups === null ? undefined : wanted });
  }
  return { candidates, unknown: present.size - known };
}

const sameNames = (a: readonly string[], b: readonly string[]): boolean => {
  const fold = (names: readonly string[]) => [...new Set(names.map((n) => n.toLowerCase()))].sort().join('\n');
  return fold(a) === fold(b);
};

interface Gone {
  readonly row: LdapRow;
  readonly options: IntakeOptions;
  readonly present: ReadonlySet<string>;
  /** Called before lines are kept. */
  readonly renew: () => Promise<void>;
}

/** Keeps a line for everybody of a connection whom the directory no longer has, and who is not ended yet. */
export async function stageGone(
  on: Queryable,
  intakeId: string,
  { row, options, present, renew }: Gone,
): Promise<IntakeCounts> {
  const { gone } = row.connection;
  if (gone === 'keep') return noCounts;
  const state = gone === 'terminate' ? 'terminated' : 'suspended';
  let counts = noCounts;
  let lines: IntakeLineRow[] = [];
  const flush = async () => {
    await renew();
    await insertLines(on, intakeId, lines);
    lines = [];
  };
  for await (const person of everyone(on, options)) {
    if (person.externalId !== null && present.has(person.externalId)) continue;
    if (person.state === state || person.state === 'terminated') continue;
    counts = { ...counts, gone: counts.gone + 1, leaves: counts.leaves + person.groups.length };
    lines.push(goneLine(person, GONE_FROM + counts.gone, state));
    if (lines.length === PAGE) await flush();
  }
  await flush();
  return counts;
}

const goneLine = (person: Known, line: number, state: 'suspended' | 'terminated'): IntakeLineRow => ({
  line,
  outcome: 'gone',
  reason: null,
  person_id: person.id,
  person_version: person.version,
  external_id: person.externalId,
  facts: person.facts,
  state,
  changes: [{ field: 'state', before: person.state, after: state }],
  joins: [],
  leaves: person.groups,
});
