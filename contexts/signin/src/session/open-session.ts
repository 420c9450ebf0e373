import {
  after,
  equalSecret,
  hashToken,
  LanyardError,
  minutes,
  recordAudit,
  sourceOf,
  takeAttempt,
} from '@lanyard/kernel';
import { toBase64url } from '@lanyard/pki';
import { redeemTicket } from '../pg/attempts.ts';
import { endSessions, insertSession, type Session } from '../pg/sessions.ts';
import { defaultLimits, type Person, type SigninConfig, type SigninPorts } from '../ports.ts';

export interface TicketShown {
  readonly ticket: string;
  /** The attempt's cookie, as this browser sent it. */
  readonly attemptCookie: string | null;
  /** The cookie of a session that this browser still has; it ends here. */
  readonly oldSession: string | null;
  readonly ip: string;
  readonly userAgent: string;
  readonly correlationId: string;
}

export interface SessionOpened {
  readonly session: Session;
  readonly person: Person;
  /** The session's cookie: 256 bits, of which only a hash is kept. */
  readonly token: string;
}

/**
 * Turns the card host's ticket into a session.
 * @throws LanyardError `ticket_invalid`, `sign_in_attempt_unknown` (another browser's ticket), `person_not_active`, `rate_limited`
 */
export async function openSession(
  ports: SigninPorts,
  config: SigninConfig,
  shown: TicketShown,
): Promise<SessionOpened> {
  const { db, clock, random, directory } = ports;
  const now = clock.now();
  // 1. Tickets are 256 bits; the limit keeps a flood away from the database.
  const { startsPerSource } = { ...defaultLimits, ...config.limits };
  if (!(await takeAttempt(db.pool, `signin:ticket:${sourceOf(shown.ip)}`, startsPerSource, 60, now)))
    throw new LanyardError('rate_limited');
  // 2. The ticket is used up before anything else is looked at: one that came to a wrong browser is not tried again.
  const proof = await redeemTicket(db.pool, hashToken(shown.ticket), now);
  if (proof === null) throw new LanyardError('ticket_invalid');
  // 3. The browser that began is the browser that comes back: a ticket alone signs nobody in.
  if (shown.attemptCookie === null || !equalSecret(hashToken(shown.attemptCookie), proof.cookieHash)) {
    await refuse(ports, shown, proof.personId);
    throw new LanyardError('sign_in_attempt_unknown');
  }
  // 4. Still somebody who may come in.
  const person = await directory.personById(proof.personId);
  if (person?.state !== 'active') throw new LanyardError('person_not_active');
  const { sessionMinutes } = (await directory.setting(person.id, 'portal_authentication')).value;
  // 5. A new session with a new cookie; the one before it ends, so that no cookie outlives a sign-in.
  const token = toBase64url(random.bytes(32));
  const { serial, issuer, notAfter } = proof;
  const times = { signedInAt: now, seenAt: now, expiresAt: after(now, minutes(sessionMinutes)) };
  const session: Session = {
    id: random.uuid(),
    personId: person.id,
    kind: 'primary',
    serial,
    issuer,
    notAfter,
    ...times,
    userAgent: shown.userAgent.slice(0, 300),
  };
  await db.tx(async (tx) => {
    if (shown.oldSession !== null) await endSessions(tx, { tokenHash: hashToken(shown.oldSession) }, 'rotated', now);
    await insertSession(tx, session, hashToken(token));
    const actor = { kind: 'person', personId: person.id, sessionId: session.id } as const;
    const details = { serial, issuer, source: shown.ip };
    await recordAudit(
      tx,
      {
        act: 'session.opened',
        outcome: 'done',
        actor,
        personId: person.id,
        object: session.id,
        details,
        correlationId: shown.correlationId,
      },
      now,
    );
  });
  return { session, person, token };
}

async function refuse({ db, clock }: SigninPorts, shown: TicketShown, personId: string): Promise<void> {
  const actor = { kind: 'stranger', source: shown.ip } as const;
  const details = { code: 'sign_in_attempt_unknown', why: 'the ticket came from another browser' };
  await recordAudit(
    db.pool,
    { act: 'sign_in.refused', outcome: 'refused', actor, personId, details, correlationId: shown.correlationId },
    clock.now(),
  );
}
