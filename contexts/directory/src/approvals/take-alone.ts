import type { ApprovalAct, ApprovalsSetting } from '@lanyard/contract';
import { type Actor, type Clock, LanyardError, type Queryable, takeAttempt } from '@lanyard/kernel';
import { defaultOf } from '../settings/setting.ts';

/** A day's work at a help desk, and far from everybody. */
const ALONE_AN_HOUR = 20;
const HOUR_SECONDS = 3_600;

/** The default alone counts: a user group must not have its own. */
export const approvalsInForce = (on: Queryable): Promise<ApprovalsSetting> => defaultOf(on, 'approvals');

/**
 * Takes one of the times an hour that a person does a part of an act alone, where the whole of it is bound to a second
 * person: what needs two at once must not be done by one in small pieces.
 * @throws LanyardError `approval_alone_spent`
 */
export async function takeAlone(clock: Clock, on: Queryable, act: ApprovalAct, by: Actor): Promise<void> {
  if (by.kind !== 'person' && by.kind !== 'token') return;
  if (!(await approvalsInForce(on)).acts.includes(act)) return;
  if (!(await takeAttempt(on, `alone:${act}:${by.personId}`, ALONE_AN_HOUR, HOUR_SECONDS, clock.now())))
    throw new LanyardError('approval_alone_spent', { act });
}
