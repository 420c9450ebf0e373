import type { Queryable } from '@lanyard/kernel';
import { findGroupNames, findKnown } from '../pg/known-people.ts';
import { insertLines, noCounts, type IntakeCounts, type IntakeLineRow } from '../pg/intakes.ts';
import { signInGroupNames } from '../pg/role-holders.ts';
import type { Candidate, IntakeOptions, Judged, Known } from './candidate.ts';
import { judge, type Around } from './judge.ts';

const BATCH = 1_000;

/** Judges what comes in, a thousand lines at a time, and keeps every line that would change something. */
export async function stage(
  on: Queryable,
  intakeId: string,
  candidates: AsyncIterable<Candidate> | Iterable<Candidate>,
  options: IntakeOptions,
): Promise<IntakeCounts> {
  const twice = twiceNamed();
  let counts = noCounts;
  let batch: Candidate[] = [];
  const flush = async () => {
    counts = add(counts, await stageBatch(on, intakeId, batch, options));
    batch = [];
  };
  for await (const candidate of candidates) {
    batch.push(twice(candidate));
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return counts;
}

async function stageBatch(on: Queryable, intakeId: string, batch: readonly Candidate[], options: IntakeOptions) {
  if (batch.length === 0) return noCounts;
  const around = await surroundings(on, batch, options);
  const judged = batch.map((candidate) => ({ candidate, ...judge(candidate, around(candidate), options) }));
  await insertLines(
    on,
    intakeId,
    judged.flatMap((line) => (line.outcome === 'unchanged' ? [] : [rowOf(line.candidate, line)])),
  );
  return judged.reduce(
    (sum, { outcome, joins, leaves }) =>
      add(sum, { ...noCounts, [outcome]: 1, joins: joins.length, leaves: leaves.length }),
    noCounts,
  );
}

const rowOf = (candidate: Candidate, judged: Judged): IntakeLineRow => ({
  line: candidate.line,
  outcome: judged.outcome as IntakeLineRow['outcome'], // sound: unchanged lines are left out before
  reason: judged.reason,
  person_id: judged.person?.id ?? null,
  person_version: judged.person?.version ?? null,
  external_id: candidate.externalId,
  facts: judged.facts,
  state: judged.state,
  changes: judged.changes,
  joins: judged.joins,
  leaves: judged.leaves,
});

/** Everybody whom the lines of a batch could mean, asked for at once. */
async function surroundings(on: Queryable, batch: readonly Candidate[], options: IntakeOptions) {
  const people = await findKnown(
    on,
    {
      userNames: batch.map(({ facts }) => facts.userName),
      upns: batch.map(({ facts }) => facts.upn),
      externalIds: batch.flatMap(({ externalId }) => externalId ?? []),
    },
    options,
  );
  const mine = (p: Known) => p.origin === options.origin && p.sourceId === options.sourceId;
  const byExternalId = new Map(people.filter(mine).map((p) => [p.externalId, p]));
  const byUserName = new Map(people.map((p) => [fold(p.facts.userName), p]));
  const byUpn = new Map(people.map((p) => [fold(p.facts.upn), p]));
  const named = [...new Set(batch.flatMap(({ groups }) => groups ?? []))];
  const groups = await findGroupNames(on, named, options);
  const names = (own: boolean) => new Set(groups.filter((g) => g.own === own).map(({ name }) => name));
  const [own, others] = [names(true), names(false)];
  const signInGroups = await signInGroupNames(on);
  return ({ facts, externalId }: Candidate): Around => ({
    byExternalId: externalId === null ? null : (byExternalId.get(externalId) ?? null),
    byUserName: byUserName.get(fold(facts.userName)) ?? null,
    byUpn: byUpn.get(fold(facts.upn)) ?? null,
    groups: own,
    othersGroups: others,
    signInGroups,
  });
}

/** Two lines of one source that claim the same name: the second is refused, naming the first. */
function twiceNamed(): (candidate: Candidate) => Candidate {
  const seen = new Map<string, number>();
  return (candidate) => {
    if (candidate.problem !== undefined) return candidate;
    const keys = [`user name ${fold(candidate.facts.userName)}`, `UPN ${fold(candidate.facts.upn)}`];
    for (const key of keys) {
      const first = seen.get(key);
      if (first !== undefined) return { ...candidate, problem: `has the same ${key} as line ${first}` };
    }
    for (const key of keys) seen.set(key, candidate.line);
    return candidate;
  };
}

const fold = (name: string): string => name.toLowerCase();

export const add = (a: IntakeCounts, b: IntakeCounts): IntakeCounts => ({
  new: a.new + b.new,
  changed: a.changed + b.changed,
  unchanged: a.unchanged + b.unchanged,
  refused: a.refused + b.refused,
  gone: a.gone + b.gone,
  joins: a.joins + b.joins,
  leaves: a.leaves + b.leaves,
});
