import type { Queryable } from '@lanyard/kernel';
import type { DirectoryPorts } from './ports.ts';

/** Tells of many people at once: a job that sends one job for each. */
export const ANNOUNCE = 'directory.announce';
/** So many are told of in the act's own transaction. */
const AT_ONCE = 50;
const BATCH = 500;

export interface Announcement {
  readonly queue: string;
  readonly personIds: readonly string[];
}

/** Sends `{ personId }` to a queue for each person, in the transaction of the act, or through jobs that do it by 500. */
export async function announce(
  { outbox }: Pick<DirectoryPorts, 'outbox'>,
  tx: Queryable,
  queue: string,
  personIds: readonly string[],
): Promise<void> {
  if (personIds.length <= AT_ONCE) {
    for (const personId of personIds) await outbox.send(tx, queue, { personId });
    return;
  }
  for (let at = 0; at < personIds.length; at += BATCH)
    await outbox.send(tx, ANNOUNCE, { queue, personIds: personIds.slice(at, at + BATCH) });
}

/** The job: tried again after a kill it sends some twice, which those who listen take for one. */
export async function announceEach({ db, outbox }: DirectoryPorts, { queue, personIds }: Announcement): Promise<void> {
  await db.tx(async (tx) => {
    for (const personId of personIds) await outbox.send(tx, queue, { personId });
  });
}
