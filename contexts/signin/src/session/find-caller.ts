import { hashToken } from '@lanyard/kernel';
import { findSession, type Session, touchSession } from '../pg/sessions.ts';
import type { Person, SigninPorts } from '../ports.ts';
import { SEEN_STEP, seenAfter } from './session-times.ts';

export interface SignedIn {
  readonly session: Session;
  readonly person: Person;
}

/** Whose session a cookie is: null when it is unknown, ended, over, idle too long, its person is not active, or its kind is no longer allowed. */
export async function findSignedIn({ db, clock, directory }: SigninPorts, token: string): Promise<SignedIn | null> {
  const now = clock.now();
  const session = await findSession(db.pool, hashToken(token), now, seenAfter(now));
  if (session === null) return null;
  const person = await directory.personById(session.personId);
  if (person?.state !== 'active') return null;
  if (session.kind === 'passkey' && !(await directory.setting(person.id, 'admin_sign_in')).value.passkeys) return null;
  if (now.getTime() - session.seenAt.getTime() >= SEEN_STEP) await touchSession(db.pool, session.id, now);
  return { session, person };
}
