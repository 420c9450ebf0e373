import { after, days } from '@lanyard/kernel';
import { deleteAttemptsBefore } from './pg/attempts.ts';
import { deleteLinksBefore } from './pg/admin-links.ts';
import { deleteChallengesBefore } from './pg/passkeys.ts';
import { deleteSessionsBefore } from './pg/sessions.ts';
import { deleteStaleAnswers } from './pg/status-cache.ts';
import type { SigninPorts } from './ports.ts';

/** Removes what has been over for a day; the audit log keeps what happened. */
export async function sweep({ db, clock }: SigninPorts): Promise<void> {
  const now = clock.now();
  await deleteAttemptsBefore(db.pool, after(now, -days(1)));
  await deleteSessionsBefore(db.pool, after(now, -days(1)));
  await deleteLinksBefore(db.pool, after(now, -days(1)));
  await deleteChallengesBefore(db.pool, now);
  await deleteStaleAnswers(db.pool, now);
}
