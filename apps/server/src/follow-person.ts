import type { Jobs } from '@lanyard/kernel';
import type { OpenContexts } from './contexts.ts';

const QUEUES = ['directory.person-ended', 'directory.person-suspended', 'directory.person-resumed'] as const;

/** What happens to a person's account happens to their sessions and credentials, whatever the directory did in between. */
export async function followPeople(contexts: OpenContexts, jobs: Jobs): Promise<void> {
  for (const queue of QUEUES)
    await jobs.work(queue, ({ personId }: { personId: string }) => followPerson(contexts, personId));
}

/** Reads the state anew: jobs of one person may come late, twice or in another order. */
async function followPerson(
  { credentials, db, directory, issuer, signin }: OpenContexts,
  personId: string,
): Promise<void> {
  const person = await directory.personById(personId);
  if (person === null) return;
  if (person.state !== 'active')
    await db.tx((tx) => signin.sessions.endForPerson(tx, personId, `person ${person.state}`));
  if (person.state === 'terminated')
    await db.tx((tx) => issuer.enrolments.end(tx, { personId }, { reason: 'affiliationChanged' }));
  await credentials.personChanged(personId);
}
