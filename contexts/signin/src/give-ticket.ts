import { after, hashToken, LanyardError, recordAudit, seconds } from '@lanyard/kernel';
import { type Bytes, toBase64url } from '@lanyard/pki';
import type { CertificateFacts } from './card/describe-certificate.ts';
import { completeAttempt } from './pg/attempts.ts';
import type { Person, SigninPorts } from './ports.ts';

/** From the card host's answer to the portal's call: one redirect. */
const TICKET_LIFETIME = seconds(60);

export interface TicketGiven {
  readonly portalOrigin: string;
  /** Good once, for 60 seconds, beside the attempt's cookie. */
  readonly ticket: string;
}

/** What a validated card proves. */
export interface Proved {
  readonly attemptId: string;
  readonly person: Person;
  readonly certificate: Bytes;
  readonly facts: CertificateFacts;
  readonly source: string;
  readonly correlationId: string;
}

/**
 * The proof of the card, the attempt's one ticket, and their audit row: all or nothing.
 * @throws LanyardError `sign_in_attempt_unknown` when the attempt led to a ticket meanwhile
 */
export async function giveTicket(ports: SigninPorts, proved: Proved): Promise<TicketGiven> {
  const { db, clock, random, primaries } = ports;
  const { attemptId, person, certificate, facts, source, correlationId } = proved;
  const personId = person.id;
  const now = clock.now();
  const ticket = toBase64url(random.bytes(32));
  const hashed = { hash: hashToken(ticket), expiresAt: after(now, TICKET_LIFETIME) };
  const { serial, issuer, notAfter } = facts;
  const portalOrigin = await db.tx(async (tx) => {
    const origin = await completeAttempt(tx, attemptId, { personId, serial, issuer, notAfter }, hashed, now);
    if (origin === null) throw new LanyardError('sign_in_attempt_unknown');
    const object = await primaries.provePrimary(tx, { personId, certificate, at: now });
    const actor = { kind: 'person', personId } as const;
    const details = { ...auditFacts(facts), source };
    const entry = { act: 'sign_in.card-proved', outcome: 'done', actor, personId, object, details } as const;
    await recordAudit(tx, { ...entry, correlationId }, now);
    return origin;
  });
  return { portalOrigin, ticket };
}

/** What the audit log says of a certificate, in plain characters and bounded: strangers write these too. */
export function auditFacts({ serial, issuer, subject, upn }: CertificateFacts): Record<string, string | null> {
  const plain = (text: string): string => text.replaceAll(/\p{C}/gu, '\uFFFD').slice(0, 500);
  return {
    serial: plain(serial),
    issuer: plain(issuer),
    subject: plain(subject),
    upn: upn === null ? null : plain(upn),
  };
}
