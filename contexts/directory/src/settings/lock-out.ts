import { errorCatalogue, type LockOut, type PortalAuthenticationSetting } from '@lanyard/contract';
import { findMoved, type MovedPerson, type Pairs, type Scope } from '../pg/setting-people.ts';
import type { CardJudgement, CardsPort, DirectoryPorts } from '../ports.ts';
import { parseSetting } from './setting.ts';
import type { SettingPlan } from './setting-plan.ts';

export interface PlannedChange {
  readonly before: SettingPlan;
  readonly after: SettingPlan;
  readonly scope: Scope;
  /** Moves by which somebody has another value. */
  readonly pairs: Pairs;
}

const BATCH = 200;
const NAMED = 50;
/** More are not judged in the time there is. */
const MOST = 20_000;
/** A person waits in front of it. */
const BUDGET_MS = 4_000;

type Judged = MovedPerson & { readonly judgement: CardJudgement | null };

/**
 * Whose card opened the portal before a change of "Self Service Portal Authentication" and would not afterwards, by the
 * card that each proved last. With many people as many are looked at as there is time for, those with a role first.
 */
export async function lockOutOf(
  ports: DirectoryPorts,
  change: PlannedChange,
  askedBy: string,
): Promise<LockOut | null> {
  const { cards } = ports;
  if (cards === undefined) return null;
  const pairs = losesIssuers(change) ? everyPair(change) : change.pairs;
  const { judged, of } = await judgeAll(ports, cards, change, pairs);
  const out = judged.filter(({ judgement }) => judgement?.before === null && judgement.after !== null);
  const count = (test: (judgement: CardJudgement) => boolean): number =>
    judged.filter(({ judgement }) => judgement !== null && test(judgement)).length;
  const self = out.find(({ id }) => id === askedBy);
  const people = [...(self ? [self] : []), ...out.filter(({ id }) => id !== askedBy)].slice(0, NAMED);
  return {
    lockedOut: out.length,
    stillWork: count(({ after }) => after === null),
    alreadyOut: count(({ before, after }) => before !== null && after !== null),
    neverProved: judged.filter(({ judgement }) => judgement === null).length,
    checked: judged.length,
    of,
    sampled: of > judged.length,
    people: people.map(({ id, userName, displayName, judgement }) => ({
      id,
      userName,
      displayName,
      code: judgement?.after ?? '',
      reason: judgement?.after ? errorCatalogue[judgement.after].title : '',
    })),
    you: self
      ? `${self.displayName}, your own card would no longer open the portal: ${self.judgement?.after ? errorCatalogue[self.judgement.after].title : ''}`
      : null,
  };
}

async function judgeAll(
  { db, clock }: DirectoryPorts,
  cards: CardsPort,
  { before, after, scope }: PlannedChange,
  pairs: Pairs,
): Promise<{ judged: Judged[]; of: number }> {
  const values = { before: before.map(valueOf), after: after.map(valueOf) };
  const { of, people } = await findMoved(db.pool, scope, pairs, MOST);
  const until = clock.now().getTime() + BUDGET_MS;
  const judged: Judged[] = [];
  for (let at = 0; at < people.length && clock.now().getTime() < until; at += BATCH) {
    const batch = people.slice(at, at + BATCH);
    const questions = batch.map(({ id, upn, from, to }) => ({
      personId: id,
      upn,
      before: values.before[from] ?? valueOf(undefined),
      after: values.after[to] ?? valueOf(undefined),
    }));
    const judgements = await cards.judge(questions, values);
    judged.push(...batch.map((person, index) => ({ ...person, judgement: judgements[index] ?? null })));
  }
  return { judged, of };
}

/**
 * Paths are built with the certificates of all settings: one that goes can break a path of somebody whose own setting
 * stays as it is.
 */
function losesIssuers({ before, after }: PlannedChange): boolean {
  const held = new Set(after.flatMap(pemsOf));
  return before.flatMap(pemsOf).some((pem) => !held.has(pem));
}

const everyPair = ({ before, after }: PlannedChange): Pairs => {
  const pairs = before.flatMap((_, from) => after.map((__, to) => ({ from, to })));
  return { from: pairs.map(({ from }) => from), to: pairs.map(({ to }) => to) };
};

function pemsOf(setting: { readonly value: unknown }): string[] {
  const { anchors, intermediates } = valueOf(setting);
  return [...anchors.map(({ certificate }) => certificate), ...intermediates];
}

const valueOf = (setting: { readonly value: unknown } | undefined): PortalAuthenticationSetting =>
  parseSetting('portal_authentication', setting?.value ?? {});
