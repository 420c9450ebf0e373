import { LanyardError, type Actor, type Tx } from '@lanyard/kernel';
import type { Candidate, IntakeOptions } from '../intake/candidate.ts';
import { add, stage } from '../intake/stage.ts';
import {
  findIntake,
  forgetLines,
  insertIntake,
  moveIntake,
  noCounts,
  supersedeIntakes,
  type IntakeCounts,
} from '../pg/intakes.ts';
import { APPLY_INTAKE } from '../intake/apply-intake.ts';
import { activePeople } from '../pg/known-people.ts';
import { findConnection, noteRun, releaseLease, type LdapRow } from '../pg/ldap-connections.ts';
import type { DirectoryPorts } from '../ports.ts';
import { candidateOf, readKeys, readPeople } from './entries.ts';
import { membershipCandidates, stageGone } from './followers.ts';
import { LeaseLost, leaseOf, type Lease } from './lease.ts';
import { openLdap } from './open-ldap.ts';
import { passwordOf } from './password.ts';
import { LdapProblem, type LdapSession } from './port.ts';
import { mustWait } from './must-wait.ts';
import { ownGroups } from './own-groups.ts';

/** Carries `{ intakeId, mode }` of a run that is to be read. */
export const READ_LDAP = 'directory.read-ldap';
export interface ReadJob {
  readonly intakeId: string;
  /** `preview` leaves the result to a person in any case. */
  readonly mode: 'sync' | 'preview';
}

/** Entries. */
const RENEWED_EVERY = 1_000;

/**
 * Begins a run of a connection; a job reads the directory.
 * @returns the id of the intake that will show what it found
 */
export async function beginRun(
  { clock, outbox, random }: DirectoryPorts,
  tx: Tx,
  row: LdapRow,
  mode: ReadJob['mode'],
  by: Actor,
): Promise<string> {
  const now = clock.now();
  if (row.busy_until !== null && row.busy_until > now) throw new LanyardError('ldap_busy');
  const id = random.uuid();
  const { name, takeOver } = row.connection;
  const source = { origin: 'ldap', sourceId: row.id, sourceVersion: row.version } as const;
  const options: IntakeOptions = { ...source, takeOver, createGroups: true, overRoles: [] };
  await insertIntake(tx, { id, origin: 'ldap', source_id: row.id, name, options, made_by: by }, now);
  await outbox.send(tx, READ_LDAP, { intakeId: id, mode } satisfies ReadJob);
  return id;
}

/**
 * The job: 1. one process holds the connection 2. the directory is read and judged 3. what it found waits for a
 * person, or is applied by the next job.
 * @throws Error while another process reads the same directory: the job comes back
 */
export async function readRun(ports: DirectoryPorts, { intakeId, mode }: ReadJob): Promise<void> {
  const { db, random } = ports;
  const known = await findIntake(db.pool, intakeId);
  if (known?.state !== 'reading' || known.source_id === null) return;
  const token = random.uuid();
  const lease = await leaseOf(ports, known.source_id, token);
  // A connection that was deleted ended its runs.
  if (lease === null) {
    if ((await findConnection(db.pool, known.source_id)) === null) return;
    throw new Error(`another process reads ${known.name}`);
  }
  try {
    await readUnder(ports, { intakeId, mode }, lease);
  } finally {
    await releaseLease(db.pool, known.source_id, token);
  }
}

/** Reads anew what there is: another process may have ended the run while this one came to the lease. */
async function readUnder(ports: DirectoryPorts, { intakeId, mode }: ReadJob, lease: Lease): Promise<void> {
  const { pool } = ports.db;
  const intake = await findIntake(pool, intakeId);
  if (intake?.state !== 'reading' || intake.source_id === null) return;
  const row = await findConnection(pool, intake.source_id);
  if (row === null) return;
  try {
    await forgetLines(pool, intakeId);
    const found = await readDirectory(ports, { row, intakeId, options: intake.options, lease });
    await settle(ports, { row, intakeId, mode, found, lease });
  } catch (error) {
    if (error instanceof LdapProblem) await fail(ports, { row, intakeId, lease }, error).catch(unlessLost);
    else unlessLost(error);
  }
}

/** The process that has the lease now ends the run. */
function unlessLost(error: unknown): void {
  if (!(error instanceof LeaseLost)) throw error;
}

interface Reading {
  readonly row: LdapRow;
  readonly intakeId: string;
  readonly options: IntakeOptions;
  readonly lease: Lease;
}

interface Found {
  readonly counts: IntakeCounts;
  /** Entries of people that the directory has. */
  readonly entries: number;
  /** Groups that could not be followed, because another source looks after their name. */
  readonly foreignGroups: readonly string[];
}

async function readDirectory(ports: DirectoryPorts, reading: Reading): Promise<Found> {
  const { row, intakeId, options, lease } = reading;
  const { connection } = row;
  const session = await (ports.openLdap ?? openLdap)(connection, passwordOf(ports, row));
  try {
    // 1. Who is there, and in which groups.
    const keys = await readKeys(session, connection);
    await lease.renew();
    const { groups, foreign } = await ownGroups(ports, session, { connection, options, keys });
    // 2. Who is here: somebody whom the directory has and nobody here knows asks for everybody to be read.
    await lease.renew();
    const followers = await membershipCandidates(ports.db.pool, options, new Set(keys.values()), groups);
    const since = followers.unknown > 0 ? null : row.read_through;
    // 3. Entries that changed; then people whose entry did not, but whose groups did; then who is gone.
    const counts = await stage(
      ports.db.pool,
      intakeId,
      renewing(reading, everybody(session, row, since, groups, followers.candidates)),
      options,
    );
    const present = new Set(keys.values());
    const gone = await stageGone(ports.db.pool, intakeId, { row, options, present, renew: lease.renew });
    return { counts: add(counts, gone), entries: keys.size, foreignGroups: foreign };
  } finally {
    await session.close();
  }
}

async function* everybody(
  session: LdapSession,
  { connection }: LdapRow,
  since: Date | null,
  groups: ReadonlyMap<string, readonly string[]> | null,
  others: readonly Omit<Candidate, 'line'>[],
): AsyncGenerator<Candidate> {
  let line = 0;
  const read = new Set<string | null>();
  for await (const entry of readPeople(session, connection, since)) {
    const candidate = candidateOf(entry, connection, ++line, undefined);
    const named = groups === null ? undefined : (groups.get(candidate.externalId ?? '') ?? []);
    read.add(candidate.externalId);
    yield { ...candidate, groups: named };
  }
  for (const other of others) if (!read.has(other.externalId)) yield { ...other, line: ++line };
}

/** Candidates come a thousand at a time to where they are kept: each time the lease was renewed just before. */
async function* renewing({ lease }: Reading, all: AsyncIterable<Candidate>) {
  let n = 0;
  for await (const candidate of all) {
    if (++n % RENEWED_EVERY === 0) await lease.renew();
    yield candidate;
  }
  await lease.renew();
}

interface Settled {
  readonly row: LdapRow;
  readonly intakeId: string;
  readonly mode: ReadJob['mode'];
  readonly found: Found;
  readonly lease: Lease;
}

async function settle(ports: DirectoryPorts, { row, intakeId, mode, found, lease }: Settled): Promise<void> {
  const { clock, db, outbox } = ports;
  const { counts } = found;
  const waits = mustWait(counts.gone, found.entries, await activePeople(db.pool));
  const foreign =
    found.foreignGroups.length > 0
      ? `Not followed, since others look after them: ${found.foreignGroups.slice(0, 20).join(', ')}.`
      : null;
  const state = mode === 'preview' ? 'ready' : waits === null ? 'applying' : 'waiting';
  const problem = [waits, foreign].filter((words) => words !== null).join(' ') || null;
  const lines = counts.new + counts.changed + counts.gone;
  await db.tx(async (tx) => {
    await lease.lock(tx);
    const now = clock.now();
    if (!(await moveIntake(tx, intakeId, ['reading'], { state, counts, lines, problem }))) return;
    await supersedeIntakes(tx, row.id, intakeId, now);
    if (mode === 'preview') return;
    await noteRun(tx, row.id, { outcome: waits === null ? 'done' : 'waiting', problem }, now);
    if (waits === null) await outbox.send(tx, APPLY_INTAKE, { intakeId });
  });
}

async function fail(
  { clock, db, log }: DirectoryPorts,
  { row, intakeId, lease }: Pick<Reading, 'row' | 'intakeId' | 'lease'>,
  error: LdapProblem,
): Promise<void> {
  const now = clock.now();
  log?.warn({ err: error.cause ?? error, connection: row.connection.name }, 'an LDAP directory could not be read');
  const failed = { state: 'failed', problem: error.message, counts: noCounts, ended_at: now } as const;
  await db.tx(async (tx) => {
    await lease.lock(tx);
    await moveIntake(tx, intakeId, ['reading'], failed);
    await noteRun(tx, row.id, { outcome: 'failed', problem: error.message }, now);
  });
}
