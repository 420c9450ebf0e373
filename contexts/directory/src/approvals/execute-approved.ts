import type { ApprovalAct } from '@lanyard/contract';
import { type Actor, LanyardError, recordAudit } from '@lanyard/kernel';
import { closeApproval, lockApproval } from '../pg/approvals.ts';
import { findPerson } from '../pg/people.ts';
import type { DirectoryPorts } from '../ports.ts';
import { tellAsker } from './tell.ts';
import type { KnownAct } from './act.ts';

/**
 * Does what a second person approved. The act and the note that it is done are one transaction: a process that dies in
 * it leaves both undone for the next try of the job, and a job that comes twice finds it done.
 * @throws whatever may pass, such as a database that is away: the job is tried again
 */
export async function executeApproved(
  ports: DirectoryPorts,
  known: ReadonlyMap<ApprovalAct, KnownAct>,
  approvalId: string,
): Promise<void> {
  const { db, clock } = ports;
  try {
    await db.tx(async (tx) => {
      const approval = await lockApproval(tx, approvalId);
      if (approval?.state !== 'approved') return;
      const act = known.get(approval.act);
      if (act === undefined) throw new Error(`${approval.act} has no executor in this process`);
      const { askedBy, askedActor, decidedBy } = approval;
      const asker = await findPerson(tx, { id: askedBy });
      if (asker?.state !== 'active') throw new LanyardError('person_not_active', { person: askedBy });
      const actor: Actor = {
        kind: 'approved',
        personId: askedBy,
        approvedBy: decidedBy ?? '',
        approvalId,
        asked: askedActor,
      };
      await act.run(tx, approval.input, { actor, askedBy });
      const now = clock.now();
      await closeApproval(tx, approvalId, null, now);
      const details = { act: approval.act };
      await recordAudit(tx, { act: 'approval.done', outcome: 'done', actor, object: approvalId, details }, now);
    });
  } catch (error) {
    if (!(error instanceof LanyardError) || mayPass(error)) throw error;
    await closeAsFailed(ports, approvalId, error.code);
  }
}

const mayPass = ({ kind }: LanyardError): boolean =>
  kind === 'unavailable' || kind === 'internal' || kind === 'limited';

async function closeAsFailed(ports: DirectoryPorts, approvalId: string, code: string): Promise<void> {
  const { db, clock } = ports;
  const now = clock.now();
  await db.tx(async (tx) => {
    const approval = await lockApproval(tx, approvalId);
    if (approval?.state !== 'approved') return;
    await tellAsker(ports, tx, approval, 'approved, but could not be done');
    await closeApproval(tx, approvalId, code, now);
    const actor = { kind: 'system', part: 'directory' } as const;
    const entry = { act: 'approval.failed', outcome: 'refused', actor, object: approvalId, details: { code } } as const;
    await recordAudit(tx, entry, now);
  });
}
