import {
  equalSecret,
  hashToken,
  isLanyardError,
  LanyardError,
  minutes,
  recordAudit,
  returnAttempt,
  takeAttempt,
} from '@lanyard/kernel';
import { enrolmentBy } from '../pg/enrolments.ts';
import type { EnrolmentRow } from '../pg/tables.ts';
import type { IssuerPorts } from '../ports.ts';

const TRIES = 30;
const WINDOW = minutes(15) / 1_000;
/** Compared with where no enrolment has the name, so that a wrong name takes the same way as a wrong password. */
const NOBODY = new Uint8Array(32);

export type EnrolmentNeeds = Pick<IssuerPorts, 'db' | 'clock' | 'mayEnrol'>;

export interface Presented {
  readonly protocol: EnrolmentRow['protocol'];
  readonly name: string;
  readonly secret: string;
  /** Address of the caller. */
  readonly source: string;
}

/**
 * Finds the enrolment whose one-time password was presented. It is not used up by this: `bindKey` does that.
 * @throws LanyardError `rate_limited`, `enrolment_refused`, `enrolment_ended`, `enrolment_expired`
 */
export async function authenticateEnrolment(needs: EnrolmentNeeds, presented: Presented): Promise<EnrolmentRow> {
  const { pool } = needs.db;
  const { protocol, name, secret, source } = presented;
  const now = needs.clock.now();
  // 1. A try is taken before the guess is looked at.
  const budget = `enrolment:source:${source}`;
  if (!(await takeAttempt(pool, budget, TRIES, WINDOW, now))) throw new LanyardError('rate_limited');
  // 2. Name and password at once: the answer does not tell which was wrong.
  const row = await enrolmentBy(pool, { name: name.slice(0, 64), protocol });
  const right = equalSecret(hashToken(secret), row?.secret_sha256 ?? NOBODY);
  if (row === null || !right) {
    await recordRefusal(needs, row, source, 'enrolment_refused');
    throw new LanyardError('enrolment_refused');
  }
  // 3. Whose it is, and whether its time has come.
  try {
    await stillStands(needs, row);
    if (row.expires_at <= now) throw new LanyardError('enrolment_expired');
  } catch (error) {
    if (isLanyardError(error)) await recordRefusal(needs, row, source, error.code);
    throw error;
  }
  await returnAttempt(pool, budget, WINDOW, now);
  return row;
}

/** @throws LanyardError `enrolment_ended` once it was ended, and while its person is not active */
export async function stillStands({ mayEnrol }: EnrolmentNeeds, row: EnrolmentRow): Promise<void> {
  if (row.ended_at !== null || (await mayEnrol?.(row.person_id)) === false) throw new LanyardError('enrolment_ended');
}

/** @param row null where nobody is known by what was presented */
export async function recordRefusal(
  { db, clock }: Pick<IssuerPorts, 'db' | 'clock'>,
  row: EnrolmentRow | null,
  source: string,
  code: string,
): Promise<void> {
  await recordAudit(
    db.pool,
    {
      act: 'enrolment.refused',
      outcome: 'refused',
      actor: { kind: 'stranger', source },
      personId: row?.person_id,
      deviceId: row?.device_id ?? undefined,
      object: row?.id,
      details: { code },
    },
    clock.now(),
  );
}
