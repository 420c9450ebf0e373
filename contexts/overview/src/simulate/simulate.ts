import type { GroupSimulation, Simulation } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import { membersOf, simulatedPerson } from '../pg/simulation.ts';
import { decide } from './decide.ts';
import { gatherCommon, gatherFacts, type GatherPorts, type Phone } from './gather.ts';

/** A person waits in front of it; who is left is looked at by asking for them alone. */
const BUDGET_MS = 8_000;

/** "Can this person finish?" @param spaces null: all @throws LanyardError `not_found` */
export async function simulatePerson(
  ports: GatherPorts,
  personId: string,
  phone: Phone,
  spaces: readonly string[] | null,
): Promise<Simulation> {
  const person = await simulatedPerson(ports.db.pool, personId, spaces);
  if (person === null) throw new LanyardError('not_found');
  return decide(await gatherFacts(ports, person, phone, await gatherCommon(ports)));
}

export interface GroupAsk {
  readonly phone: Phone;
  readonly spaces: readonly string[] | null;
  /** People at the most. */
  readonly limit: number;
}

/** The same for the first members of a user group. @throws LanyardError `not_found` */
export async function simulateGroup(
  ports: GatherPorts,
  groupId: string,
  { phone, spaces, limit }: GroupAsk,
): Promise<GroupSimulation> {
  const group = await membersOf(ports.db.pool, groupId, spaces, limit);
  if (group === null) throw new LanyardError('not_found');
  const common = await gatherCommon(ports);
  const until = ports.clock.now().getTime() + BUDGET_MS;
  const people: GroupSimulation['people'] = [];
  for (const person of group.first) {
    const { steps, ...result } = decide(await gatherFacts(ports, person, phone, common));
    people.push({ ...result, why: steps.find(({ outcome }) => outcome === 'fails')?.why ?? null });
    if (ports.clock.now().getTime() >= until) break;
  }
  return { groupId, members: group.members, looked: people.length, people };
}
