import type { ApprovalAct, ApprovalsSetting, Submitted } from '@lanyard/contract';
import {
  type Actor,
  after,
  hours,
  type Jobs,
  LanyardError,
  type Queryable,
  recordAudit,
  type Tx,
} from '@lanyard/kernel';
import { checked } from '../checked.ts';
import { countPending, insertApproval } from '../pg/approvals.ts';
import type { DirectoryPorts } from '../ports.ts';
import type { Act, Executor, KnownAct, Submission } from './act.ts';
import { executeApproved } from './execute-approved.ts';
import { tellDeciders } from './tell.ts';
import { approvalsInForce, takeAlone } from './take-alone.ts';

/** Carries `{ approvalId }` of an act that a second person approved. */
export const APPROVED = 'directory.approved';
/** Of one person: what is asked may be as long as a setting with all its certificates. */
const MOST_PENDING = 50;

/** Acts that may need a second person, and how each is done. */
export interface Approvals {
  /** Says how an act is done; every process says the same before it serves. */
  on<I>(act: Act<I>, executor: Executor<I>): void;
  /**
   * Does an act at once, in its own transaction, or lets it wait for a second person where the setting names it.
   * @throws LanyardError `approval_many`, and whatever the act throws, when it is done at once or by `check`
   */
  submit<I>(act: Act<I>, submission: Submission<I>): Promise<Submitted>;
  /** Whether an act would wait for a second person as the setting is now. */
  needs<I>(act: Act<I>, input: I): Promise<boolean>;
  /**
   * Takes one of the times an hour that somebody does a part of an act alone, where the act is bound.
   * @throws LanyardError `approval_alone_spent`
   */
  alone(on: Queryable, act: ApprovalAct, by: Actor): Promise<void>;
  /** Takes part in the work: does what was approved, once, also when the process that began it died. */
  work(jobs: Pick<Jobs, 'work'>): Promise<void>;
}

export function createApprovals(ports: DirectoryPorts): Approvals {
  const known = new Map<ApprovalAct, KnownAct>();
  return {
    on(act, executor) {
      if (known.has(act.act)) throw new Error(`${act.act} has an executor already`);
      known.set(act.act, { run: (tx, input, mandate) => executor(tx, checked(act.input, input), mandate) });
    },
    async submit(act, submission) {
      const executor = known.get(act.act);
      if (executor === undefined) throw new Error(`${act.act} has no executor`);
      const input = checked(act.input, submission.input);
      return ports.db.tx(async (tx) => {
        await submission.check?.(tx);
        const setting = await approvalsInForce(tx);
        if (isNeeded(act, setting, input)) return ask(ports, tx, act, { ...submission, input }, setting);
        const { actor, personId } = submission.by;
        await executor.run(tx, input, { actor, askedBy: personId });
        return { state: 'done', approvalId: null } as const;
      });
    },
    needs: async (act, input) => isNeeded(act, await approvalsInForce(ports.db.pool), input),
    alone: (on, act, by) => takeAlone(ports.clock, on, act, by),
    work: (jobs) =>
      jobs.work(APPROVED, ({ approvalId }: { approvalId: string }) => executeApproved(ports, known, approvalId)),
  };
}

const isNeeded = <I>(act: Act<I>, setting: ApprovalsSetting, input: I): boolean =>
  act.needed?.(setting, input) ?? setting.acts.includes(act.act);

async function ask<I>(
  ports: DirectoryPorts,
  tx: Tx,
  act: Act<I>,
  { input, reason, by }: Submission<I>,
  setting: ApprovalsSetting,
): Promise<Submitted> {
  const { clock, random } = ports;
  const now = clock.now();
  if ((await countPending(tx, by.personId, now)) >= MOST_PENDING) throw new LanyardError('approval_many');
  const id = random.uuid();
  await insertApproval(tx, {
    id,
    act: act.act,
    summary: (await act.summary(input, tx)).slice(0, 500),
    input: JSON.parse(JSON.stringify(input)) as Record<string, unknown>,
    reason,
    askedBy: by.personId,
    askedActor: by.actor,
    askedAt: now,
    until: after(now, hours(setting.hours)),
  });
  const details = { act: act.act, reason };
  await recordAudit(tx, { act: 'approval.asked', outcome: 'done', actor: by.actor, object: id, details }, now);
  await tellDeciders(ports, tx, { id, act: act.act, askedBy: by.personId });
  return { state: 'waiting', approvalId: id };
}
