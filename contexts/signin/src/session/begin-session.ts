import { after, hashToken, LanyardError, recordAudit, type Tx } from '@lanyard/kernel';
import { toBase64url } from '@lanyard/pki';
import type { SessionKind } from '@lanyard/contract';
import { endSessions, insertSession, lockOpening, type Session, type SessionCertificate } from '../pg/sessions.ts';
import type { Person, SigninPorts } from '../ports.ts';

/** What the browser that asks for a session says of itself. */
export interface SessionAsked {
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

interface Opening {
  readonly kind: SessionKind;
  readonly person: Person;
  readonly certificate: SessionCertificate | null;
  /** Milliseconds. */
  readonly lifetime: number;
  /** For the audit log: which passkey, which link. */
  readonly details?: Readonly<Record<string, string>>;
}

/**
 * A new session with a new cookie; the one before it ends, so that no cookie outlives a sign-in (session fixation).
 * @throws LanyardError `person_not_active`: they were suspended or ended since it was looked at
 */
export async function beginSession(
  { clock, directory, random }: SigninPorts,
  tx: Tx,
  { kind, person, certificate, lifetime, details = {} }: Opening,
  { oldSession, ip, userAgent, correlationId }: SessionAsked,
): Promise<SessionOpened> {
  await lockOpening(tx, person.id);
  if ((await directory.personById(person.id, tx))?.state !== 'active') throw new LanyardError('person_not_active');
  const now = clock.now();
  const token = toBase64url(random.bytes(32));
  const session: Session = {
    id: random.uuid(),
    personId: person.id,
    kind,
    certificate,
    signedInAt: now,
    seenAt: now,
    expiresAt: after(now, lifetime),
    userAgent: userAgent.slice(0, 300),
  };
  if (oldSession !== null) await endSessions(tx, { tokenHash: hashToken(oldSession) }, 'rotated', now);
  await insertSession(tx, session, hashToken(token));
  const shown = certificate === null ? {} : { serial: certificate.serial, issuer: certificate.issuer };
  await recordAudit(
    tx,
    {
      act: 'session.opened',
      outcome: 'done',
      actor: { kind: 'person', personId: person.id, sessionId: session.id },
      personId: person.id,
      object: session.id,
      details: { kind, ...shown, ...details, source: ip },
      correlationId,
    },
    now,
  );
  return { session, person, token };
}
