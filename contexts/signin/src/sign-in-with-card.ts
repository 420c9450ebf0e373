import type { ErrorCode } from '@lanyard/contract';
import { LanyardError, recordAudit, sourceOf, takeAttempt } from '@lanyard/kernel';
import type { Bytes, Fetcher } from '@lanyard/pki';
import { type CertificateFacts, describeCertificate } from './card/describe-certificate.ts';
import { isMobileBrowser } from './card/mobile-browser.ts';
import { assertsAny, fingerprintOf, readCard, readChain, upnOfCard } from './card/read-card.ts';
import { trustOf } from './card/trust.ts';
import { checkOwnSetting, pathByAnySetting } from './card/trusted-path.ts';
import { auditFacts, giveTicket, type TicketGiven } from './give-ticket.ts';
import { isAttemptOpen } from './pg/attempts.ts';
import { defaultLimits, type Person, type SigninConfig, type SigninPorts } from './ports.ts';
import type { Browser } from './start-attempt.ts';

export interface CardPresented extends Browser {
  readonly attemptId: string;
  /** DER of the certificate whose key the TLS handshake proved; null when none was chosen. */
  readonly certificate: Bytes | null;
  /** DER of what the browser sent above it, in any order. */
  readonly chain: readonly Bytes[];
  readonly correlationId: string;
}

/** What is known so far, for the page and the audit row of a refusal. */
interface Known {
  certificate?: CertificateFacts;
  personId?: string;
}

/**
 * A certificate was shown at the card host: finds out whose it is and gives the browser a ticket for the portal.
 * Nothing about people is told before the path to a trusted issuer holds.
 *
 * @throws LanyardError of the `certificate_…` and `person_…` codes, `portal_closed`, `mobile_browser`, `rate_limited`,
 *   `sign_in_attempt_unknown`; its details carry `certificate` ({@link CertificateFacts}) once one was read
 */
export async function signInWithCard(
  ports: SigninPorts,
  config: SigninConfig,
  fetcher: Fetcher,
  card: CardPresented,
): Promise<TicketGiven> {
  const known: Known = {};
  try {
    return await steps(ports, config, fetcher, card, known);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await auditRefusal(ports, card, known, error.code);
    const { certificate } = known;
    throw new LanyardError(error.code, { ...error.details, ...(certificate && { certificate }) }, { cause: error });
  }
}

async function steps(
  ports: SigninPorts,
  config: SigninConfig,
  fetcher: Fetcher,
  card: CardPresented,
  known: Known,
): Promise<TicketGiven> {
  const { db, clock, directory, issuer, log } = ports;
  const { attemptId, correlationId } = card;
  const limits = { ...defaultLimits, ...config.limits };
  // 1. A source with tries left, first of all: refusals are written down. A desktop browser, and an attempt that a
  //    portal page began.
  await take(ports, `signin:card:${sourceOf(card.ip)}`, limits.cardsPerSource, 60);
  if (isMobileBrowser(card.userAgent, card.mobileHint)) throw new LanyardError('mobile_browser');
  if (!(await isAttemptOpen(db.pool, attemptId, clock.now()))) throw new LanyardError('sign_in_attempt_unknown');
  // 2. A certificate that can be read.
  if (card.certificate === null) throw new LanyardError('certificate_missing');
  const certificate = readCard(card.certificate);
  const facts = (known.certificate = describeCertificate(certificate));
  // 3. Never a derived one: a credential must not beget itself (design §3.1).
  const settings = await directory.settingsOf('portal_authentication');
  const trust = trustOf(settings, log);
  const isDerived = (await issuer.isOwn(certificate)) || assertsAny(certificate, trust.derivedPolicies);
  if (isDerived) throw new LanyardError('certificate_derived');
  // 4. The card's authentication certificate, and no other of its four.
  if (facts.kind !== 'authentication') throw new LanyardError('certificate_wrong_kind', { kind: facts.kind });
  const upn = upnOfCard(certificate);
  //    Closed to everybody, no other card would help either.
  if (settings.every(({ value }) => value.type !== 'Certificate')) throw new LanyardError('portal_closed');
  // 5. Signatures are costly, and so are the questions to authorities.
  await take(ports, `signin:certificate:${fingerprintOf(certificate)}`, limits.triesPerCertificate, 300);
  // 6. A path to an issuer that may name the holders of this UPN, with every status known.
  const intermediates = [...trust.intermediates, ...readChain(card.chain)];
  const claim = { presented: { certificate, intermediates }, upn };
  const found = await pathByAnySetting(ports, fetcher, claim, trust);
  // 7. A person who is known and active.
  const person = await activePerson(ports, upn, known);
  // 8. The setting that wins for this person: its issuers, its card policies.
  await checkOwnSetting(ports, fetcher, claim, person, { found, trust });
  // 9. The proof, the ticket and their audit row.
  return giveTicket(ports, { attemptId, person, certificate: certificate.der, facts, source: card.ip, correlationId });
}

async function take({ db, clock }: SigninPorts, key: string, limit: number, windowSeconds: number): Promise<void> {
  if (!(await takeAttempt(db.pool, key, limit, windowSeconds, clock.now()))) throw new LanyardError('rate_limited');
}

async function activePerson({ directory }: SigninPorts, upn: string, known: Known): Promise<Person> {
  const person = await directory.personByUpn(upn);
  if (person === null) throw new LanyardError('person_unknown', { upn });
  known.personId = person.id;
  if (person.state !== 'active') throw new LanyardError('person_not_active', { state: person.state });
  return person;
}

/** As against a fault of ours, or a database that could not take the audit row anyway. */
function isRefusal(error: unknown): error is LanyardError {
  return error instanceof LanyardError && error.kind !== 'internal' && error.code !== 'database_unavailable';
}

async function auditRefusal(ports: SigninPorts, card: CardPresented, known: Known, code: ErrorCode): Promise<void> {
  if (code === 'rate_limited') return; // the limit keeps a flood out of the audit log as well
  const { certificate, personId } = known;
  const details = { code, ...(certificate && auditFacts(certificate)) };
  const actor = { kind: 'stranger', source: card.ip } as const;
  const entry = { act: 'sign_in.refused', outcome: 'refused', actor, personId, details } as const;
  await recordAudit(ports.db.pool, { ...entry, correlationId: card.correlationId }, ports.clock.now());
}
