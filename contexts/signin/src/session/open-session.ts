import { equalSecret, hashToken, LanyardError, minutes, recordAudit, sourceOf, takeAttempt } from '@lanyard/kernel';
import { redeemTicket } from '../pg/attempts.ts';
import { defaultLimits, type SigninConfig, type SigninPorts } from '../ports.ts';
import { beginSession, type SessionAsked, type SessionOpened } from './begin-session.ts';

export interface TicketShown extends SessionAsked {
  readonly ticket: string;
  /** The attempt's cookie, as this browser sent it. */
  readonly attemptCookie: string | null;
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
  const { db, clock, directory } = ports;
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
  // 5. A new session with a new cookie.
  const { serial, issuer, notAfter } = proof;
  const certificate = { serial, issuer, notAfter };
  const opened = { kind: 'primary', person, certificate, lifetime: minutes(sessionMinutes) } as const;
  return db.tx((tx) => beginSession(ports, tx, opened, shown));
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
