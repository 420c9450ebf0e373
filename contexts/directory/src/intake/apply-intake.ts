import {
  callerMay,
  isLanyardError,
  isUniqueViolation,
  LanyardError,
  minutes,
  recordAudit,
  type Actor,
  type AdminCaller,
  type Tx,
} from '@lanyard/kernel';
import {
  countEnding,
  findIntake,
  listLines,
  lockIntake,
  moveIntake,
  noteProgress,
  refuseLines,
  type IntakeLineRow,
  type IntakeRow,
} from '../pg/intakes.ts';
import { lockConnection, noteRun } from '../pg/ldap-connections.ts';
import { approvalsInForce } from '../approvals/take-alone.ts';
import type { DirectoryPorts } from '../ports.ts';
import { applyLines } from './apply-lines.ts';

/** Carries `{ intakeId }` of an intake that is to be applied. */
export const APPLY_INTAKE = 'directory.apply-intake';
const CHUNK = 500;
/** Clocks of two machines differ. */
const OVERLAP = minutes(5);

/**
 * Says that an intake shall happen; a job does it.
 * @param caller null: the console, which may do everything
 * @throws LanyardError `not_found`; `intake_not_ready`; `intake_refused_lines`: a file is taken whole or not at all;
 *   `approval_own`, `permission_denied` where it ends so many that a second person has to say so
 */
export async function confirmIntake(
  { outbox }: DirectoryPorts,
  tx: Tx,
  id: string,
  by: Actor,
  caller: AdminCaller | null,
): Promise<void> {
  const intake = await findIntake(tx, id);
  if (intake === null) throw new LanyardError('not_found', { intake: id });
  if (intake.origin === 'csv' && intake.counts.refused > 0)
    throw new LanyardError('intake_refused_lines', { refused: intake.counts.refused });
  if (caller !== null) await requireSecondPerson(tx, intake, caller);
  const moved = await moveIntake(tx, id, ['ready', 'waiting'], { state: 'applying', applied_by: by, problem: null });
  if (!moved) throw new LanyardError('intake_not_ready', { state: intake.state });
  await outbox.send(tx, APPLY_INTAKE, { intakeId: id });
}

/** With people end their derived credentials: what is bound there is bound here. */
async function requireSecondPerson(tx: Tx, { id, made_by: maker }: IntakeRow, caller: AdminCaller): Promise<void> {
  const { acts, massRevocation } = await approvalsInForce(tx);
  if (!acts.includes('credentials.mass-revocation')) return;
  if ((await countEnding(tx, id, massRevocation + 1)) <= massRevocation) return;
  if ('personId' in maker && maker.personId === caller.personId) throw new LanyardError('approval_own');
  if (caller.kind === 'token') throw new LanyardError('token_not_for_this');
  if (!callerMay(caller, 'approvals.decide'))
    throw new LanyardError('permission_denied', { permission: 'approvals.decide' });
}

/** @throws LanyardError `not_found`, `intake_not_ready` */
export async function discardIntake({ clock }: DirectoryPorts, tx: Tx, id: string, by: Actor): Promise<void> {
  const now = clock.now();
  if (!(await moveIntake(tx, id, ['ready', 'waiting'], { state: 'discarded', ended_at: now }))) {
    const intake = await findIntake(tx, id);
    throw intake === null ? new LanyardError('not_found', { intake: id }) : new LanyardError('intake_not_ready');
  }
  await recordAudit(tx, { act: 'intake.discarded', outcome: 'done', actor: by, object: id }, now);
}

/** The job. A file happens whole or not at all; a sync goes on where a killed process left it. */
export async function applyIntake(ports: DirectoryPorts, { intakeId }: { intakeId: string }): Promise<void> {
  const intake = await findIntake(ports.db.pool, intakeId);
  if (intake?.state !== 'applying') return;
  try {
    if (intake.origin === 'csv') await applyWhole(ports, intake);
    else await applyOnward(ports, intake);
  } catch (error) {
    const problem = problemOf(error);
    if (problem === null) throw error;
    const failed = { state: 'failed', problem, done: 0, ended_at: ports.clock.now() } as const;
    await moveIntake(ports.db.pool, intakeId, ['applying'], failed);
  }
}

async function applyWhole(ports: DirectoryPorts, intake: IntakeRow): Promise<void> {
  await ports.db.tx(async (tx) => {
    // The lock is the transaction's: a second process waits here, and then finds the intake done.
    await lockIntake(tx, intake.id);
    if ((await findIntake(tx, intake.id))?.state !== 'applying') return;
    let done = 0;
    for (let after = 0; ;) {
      const lines = await listLines(tx, intake.id, { applying: true }, after, CHUNK);
      if (lines.length === 0) break;
      const { stale } = await applyLines(ports, tx, intake, lines, byOf(intake));
      if (stale.length > 0) throw new StaleLines(stale);
      done += lines.length;
      after = lines.at(-1)?.line ?? after;
      await noteProgress(ports.db.pool, intake.id, done, 0);
    }
    await finish(ports, tx, intake);
  });
}

async function applyOnward(ports: DirectoryPorts, intake: IntakeRow): Promise<void> {
  for (let more = true; more;)
    more = await ports.db.tx(async (tx) => {
      await lockIntake(tx, intake.id);
      // Nobody is added to a connection that is being deleted, which ends its runs.
      if (intake.source_id !== null) await lockConnection(tx, intake.source_id);
      const now = await findIntake(tx, intake.id);
      if (now?.state !== 'applying') return false;
      const lines = await listLines(tx, intake.id, { applying: true }, now.through_line, CHUNK);
      if (lines.length === 0) {
        await finish(ports, tx, now);
        return false;
      }
      const { stale, last } = await applyLines(ports, tx, intake, lines, byOf(intake));
      await refuseLines(
        tx,
        intake.id,
        numbersOf(stale),
        'Changed while the sync was under way: the next one looks again.',
      );
      await refuseLines(
        tx,
        intake.id,
        numbersOf(last),
        'Nobody else could administer: make another administrator first.',
      );
      await noteProgress(tx, intake.id, now.done + lines.length, lines.at(-1)?.line ?? now.through_line);
      return true;
    });
}

async function finish({ clock }: DirectoryPorts, tx: Tx, intake: IntakeRow): Promise<void> {
  const now = clock.now();
  await moveIntake(tx, intake.id, ['applying'], { state: 'done', ended_at: now });
  if (intake.source_id !== null) {
    const read = { through: readThroughOf(intake), version: intake.options.sourceVersion };
    const run = { outcome: 'done', problem: intake.problem, read } as const;
    await noteRun(tx, intake.source_id, run, now);
  }
  const { origin, name, counts } = intake;
  const details = { origin, name, ...counts };
  const entry = { act: 'intake.applied', outcome: 'done', actor: byOf(intake), object: intake.id, details } as const;
  await recordAudit(tx, entry, now);
}

const numbersOf = (lines: readonly IntakeLineRow[]): number[] => lines.map(({ line }) => line);

/** How far a directory is read now; where a line was refused, the next run reads everything again. */
const readThroughOf = ({ counts, made_at: at }: IntakeRow): Date | null =>
  counts.refused > 0 ? null : new Date(at.getTime() - OVERLAP);

const byOf = ({ applied_by: by, made_by: maker }: IntakeRow): Actor => by ?? maker;

class StaleLines extends Error {
  readonly first: IntakeLineRow | undefined;
  constructor(lines: readonly IntakeLineRow[]) {
    super('lines are stale');
    this.first = lines[0];
  }
}

/** What a person can do something about; null for what a later try may mend. */
function problemOf(error: unknown): string | null {
  if (error instanceof StaleLines)
    return `Line ${error.first?.line} (${error.first?.facts.userName}): the person, or one of the groups, was changed by somebody else since the preview. Nothing was done: upload the file again.`;
  if (isUniqueViolation(error) || isLanyardError(error, 'conflict'))
    return 'A user name or UPN was given to somebody else since it was checked, or moves from one person to another. Nothing more was done: look at a new preview.';
  return null;
}
