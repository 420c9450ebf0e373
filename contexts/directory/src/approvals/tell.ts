import { type ApprovalAct, approvalActTitles, permissionsOf, role } from '@lanyard/contract';
import { takeAttempt, type Tx } from '@lanyard/kernel';
import type { ApprovalRow } from '../pg/approvals.ts';
import { findPerson } from '../pg/people.ts';
import { findActiveWithRole } from '../pg/role-holders.ts';
import type { DirectoryPorts } from '../ports.ts';

/** So many of those who may decide are written to: one is needed. */
const MOST = 50;
/** Whoever asks more often fills the list of approvals and not everybody's mailbox. */
const MAILS_AN_HOUR = 20;
const HOUR_SECONDS = 3_600;

const deciding = role.options.filter((name) => permissionsOf[name].has('approvals.decide'));

/** Writes to those who may decide that something waits for them. What it is they read in the portal, signed in. */
export async function tellDeciders(
  { tell, clock }: Pick<DirectoryPorts, 'tell' | 'clock'>,
  tx: Tx,
  { id, act, askedBy }: { readonly id: string; readonly act: ApprovalAct; readonly askedBy: string },
): Promise<void> {
  if (tell === undefined) return;
  if (!(await takeAttempt(tx, `approval-mail:${askedBy}`, MAILS_AN_HOUR, HOUR_SECONDS, clock.now()))) return;
  const asker = await findPerson(tx, { id: askedBy });
  const facts = { approvalId: id, act: approvalActTitles[act], askedBy: asker?.displayName ?? 'Somebody' };
  for (const personId of await findActiveWithRole(tx, deciding, MOST + 1))
    if (personId !== askedBy) await tell(tx, { personId, kind: 'approval.asked', facts });
}

/** Writes to who asked what became of it. @param outcome as it stands in a sentence: approved */
export async function tellAsker(
  { tell }: Pick<DirectoryPorts, 'tell'>,
  tx: Tx,
  { id, act, askedBy }: Pick<ApprovalRow, 'id' | 'act' | 'askedBy'>,
  outcome: 'approved' | 'refused' | 'approved, but could not be done',
): Promise<void> {
  const facts = { approvalId: id, act: approvalActTitles[act], outcome };
  await tell?.(tx, { personId: askedBy, kind: 'approval.decided', facts });
}
