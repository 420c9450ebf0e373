import { type ApprovalAct, type ApprovalsSetting, approvalsSetting } from '@lanyard/contract';
import { type Actor, LanyardError, type Tx } from '@lanyard/kernel';
import { findLatestValue } from '../pg/setting-history.ts';

/** Whether a change of the setting frees an act from the second person, or more of it. */
export const loosens = (before: ApprovalsSetting, now: ApprovalsSetting): boolean =>
  before.acts.some((act) => !now.acts.includes(act)) ||
  (before.acts.includes('credentials.mass-revocation') && now.massRevocation > before.massRevocation);

/**
 * Holds every other way to the setting against the same rule, before the change is noted in the history.
 * @param now the value that is in force after the change
 * @throws LanyardError `approval_required`
 */
export async function refuseLoosening(tx: Tx, now: ApprovalsSetting, by: Actor): Promise<void> {
  if (by.kind !== 'person' && by.kind !== 'token') return;
  const before = approvalsSetting.parse((await findLatestValue(tx, 'approvals')) ?? {});
  if (loosens(before, now))
    throw new LanyardError('approval_required', { act: 'approvals.change' satisfies ApprovalAct });
}
