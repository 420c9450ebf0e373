import type { ApprovalView, DecisionInput } from '@lanyard/contract';
import { after, days, LanyardError, type Queryable, recordAudit, type SessionCaller, type Tx } from '@lanyard/kernel';
import { type ApprovalRow, decideApproval, lockApproval } from '../pg/approvals.ts';
import { hadHandIn } from '../pg/hand-in.ts';
import type { DirectoryPorts } from '../ports.ts';
import { tellAsker } from './tell.ts';
import { APPROVED } from './create-approvals.ts';

/** So long the others have to notice who was made, renamed, or let in. */
const INDEPENDENT = days(1);

/**
 * A second person decides. What is approved is done by the job that is sent in the same transaction. Who asked, and just
 * made the second person or let themselves sign in as them, would be both: so whom they had a hand in approves nothing.
 * @throws LanyardError `not_found`, `approval_not_open`, `approval_own`, `approval_not_independent`, `session_not_primary`
 */
export async function decide(
  ports: DirectoryPorts,
  caller: SessionCaller,
  id: string,
  { decision, reason }: DecisionInput,
): Promise<void> {
  const { db, clock, outbox } = ports;
  const { personId, sessionId } = caller;
  await db.tx(async (tx) => {
    const approval = await open(tx, id, clock.now());
    const refusal = await notBy(tx, caller, approval);
    if (refusal !== null && (decision === 'approve' || refusal !== 'approval_not_independent'))
      throw new LanyardError(refusal);
    const state = decision === 'approve' ? 'approved' : 'refused';
    const actor = { kind: 'person', personId, sessionId } as const;
    const now = clock.now();
    await decideApproval(tx, id, { state, personId, actor, reason }, now);
    const details = { act: approval.act, decision, reason };
    await recordAudit(tx, { act: 'approval.decided', outcome: 'done', actor, object: id, details }, now);
    await tellAsker(ports, tx, approval, state);
    if (state === 'approved') await outbox.send(tx, APPROVED, { approvalId: id });
  });
}

/** Why somebody may not approve something; null where they may. */
export async function notBy(
  on: Queryable,
  { personId, signedInBy }: Pick<SessionCaller, 'personId' | 'signedInBy'>,
  { askedBy, askedAt }: Pick<ApprovalRow, 'askedBy' | 'askedAt'>,
): Promise<ApprovalView['notByYou']> {
  // Who stands at the console can have a link for anybody: with it one person would be both.
  if (signedInBy === 'link') return 'session_not_primary';
  if (askedBy === personId) return 'approval_own';
  const hand = await hadHandIn(on, { personId, by: askedBy, since: after(askedAt, -INDEPENDENT) });
  return hand ? 'approval_not_independent' : null;
}

/**
 * Who asked takes it back.
 * @throws LanyardError `not_found`, also for what somebody else asked, `approval_not_open`
 */
export async function withdraw({ db, clock }: DirectoryPorts, caller: SessionCaller, id: string): Promise<void> {
  const { personId, sessionId } = caller;
  await db.tx(async (tx) => {
    const now = clock.now();
    const approval = await open(tx, id, now, personId);
    const actor = { kind: 'person', personId, sessionId } as const;
    await decideApproval(tx, id, { state: 'withdrawn', personId, actor, reason: '' }, now);
    const details = { act: approval.act };
    await recordAudit(tx, { act: 'approval.withdrawn', outcome: 'done', actor, object: id, details }, now);
  });
}

async function open(tx: Tx, id: string, now: Date, askedBy?: string): Promise<ApprovalRow> {
  const approval = await lockApproval(tx, id);
  if (approval === null || (askedBy !== undefined && approval.askedBy !== askedBy)) throw new LanyardError('not_found');
  if (approval.state !== 'pending' || approval.until <= now)
    throw new LanyardError('approval_not_open', { state: approval.state === 'pending' ? 'expired' : approval.state });
  return approval;
}
