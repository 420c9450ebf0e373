import { createHash } from 'node:crypto';
import type { ErrorCode } from '@lanyard/contract';
import { after, hashToken, LanyardError, recordAudit, seconds, takeAttempt } from '@lanyard/kernel';
import { type Bytes, type Certificate, equalBytes, type Fetcher, parseCertificate, PkiError, type PolicyResult, toBase64url, type TrustAnchor, upnsOf } from '@lanyard/pki';
import { type CertificateFacts, describeCertificate } from './card/describe-certificate.ts';
import { isMobileBrowser } from './card/mobile-browser.ts';
import { allAnchors, anchorsFor, mustNameSuffixes, type Trust, trustOf } from './card/trust.ts';
import { errorOfRefusal, hasPath, type Presented, validateCard } from './card/validate-card.ts';
import { completeAttempt, isAttemptOpen } from './pg/attempts.ts';
import { defaultLimits, type Person, type SigninConfig, type SigninPorts } from './ports.ts';
import { sourceOf } from './source.ts';
import type { Browser } from './start-attempt.ts';

/** From the card host's answer to the portal's call: one redirect. */
const TICKET_LIFETIME = seconds(60);

export interface CardPresented extends Browser {
  readonly attemptId: string;
  /** DER of the certificate whose key the TLS handshake proved; null when none was chosen. */
  readonly certificate: Bytes | null;
  /** DER of what the browser sent above it, in any order. */
  readonly chain: readonly Bytes[];
  readonly correlationId: string;
}

export interface TicketGiven {
  readonly portalOrigin: string;
  /** Good once, for 60 seconds, beside the attempt's cookie. */
  readonly ticket: string;
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
 * @throws LanyardError of the `certificate_…` and `person_…` codes, `mobile_browser`, `rate_limited`,
 *   `sign_in_attempt_unknown`; its details carry `certificate` ({@link CertificateFacts}) once one was read
 */
export async function signInWithCard(ports: SigninPorts, config: SigninConfig, fetcher: Fetcher, card: CardPresented): Promise<TicketGiven> {
  const known: Known = {};
  try {
    return await steps(ports, config, fetcher, card, known);
  } catch (error) {
    if (!(error instanceof LanyardError) || error.kind === 'internal' || error.code === 'database_unavailable') throw error;
    await auditRefusal(ports, card, known, error.code);
    throw new LanyardError(error.code, { ...error.details, ...(known.certificate && { certificate: known.certificate }) }, { cause: error });
  }
}

async function steps(ports: SigninPorts, config: SigninConfig, fetcher: Fetcher, card: CardPresented, known: Known): Promise<TicketGiven> {
  const { db, clock, directory, issuer, log } = ports;
  const limits = { ...defaultLimits, ...config.limits };
  // 1. A desktop browser, and an attempt that a portal page began.
  if (isMobileBrowser(card.userAgent, card.mobileHint)) throw new LanyardError('mobile_browser');
  await take(ports, `signin:card:${sourceOf(card.ip)}`, limits.cardsPerSource, 60);
  if (!(await isAttemptOpen(db.pool, card.attemptId, clock.now()))) throw new LanyardError('sign_in_attempt_unknown');
  // 2. A certificate that can be read.
  if (card.certificate === null) throw new LanyardError('certificate_missing');
  const certificate = read(card.certificate);
  const facts = (known.certificate = describeCertificate(certificate));
  // 3. Never a derived one: a credential must not beget itself (design §3.1).
  const settings = await directory.settingsOf('portal_authentication');
  const trust = trustOf(settings, log);
  if ((await issuer.isOwn(certificate)) || assertsAny(certificate, trust.derivedPolicies)) throw new LanyardError('certificate_derived');
  // 4. The card's authentication certificate, and no other of its four.
  if (facts.kind !== 'authentication') throw new LanyardError('certificate_wrong_kind', { kind: facts.kind });
  const upn = onlyUpn(certificate);
  // 5. Signatures are costly, and so are the questions to authorities.
  await take(ports, `signin:certificate:${fingerprint(certificate)}`, limits.triesPerCertificate, 300);
  // 6. A path to an issuer that may name the holders of this UPN, with every status known.
  const presented = { certificate, intermediates: [...trust.intermediates, ...card.chain.flatMap(readable)] };
  const anyPath = await pathFor(ports, fetcher, presented, upn, trust, mustNameSuffixes(trust));
  // 7. A person who is known and active.
  const person = await activePerson(ports, upn, known);
  // 8. The setting that wins for this person: its issuers, its card policies.
  await checkOwnSetting(ports, fetcher, presented, { upn, person, anyPath, suffixesNeeded: mustNameSuffixes(trust) });
  // 9. The proof, the ticket and their audit row: all or nothing.
  return giveTicket(ports, card, person, certificate, facts);
}

async function take({ db, clock }: SigninPorts, key: string, limit: number, windowSeconds: number): Promise<void> {
  if (!(await takeAttempt(db.pool, key, limit, windowSeconds, clock.now()))) throw new LanyardError('rate_limited');
}

function read(der: Bytes): Certificate {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (error instanceof PkiError) throw new LanyardError('certificate_invalid', { reason: error.code }, { cause: error });
    throw error;
  }
}

/** Certificates of the chain that cannot be read lead nowhere; the path may hold without them. */
function readable(der: Bytes): Certificate[] {
  try {
    return [parseCertificate(der)];
  } catch {
    return [];
  }
}

function assertsAny({ certificatePolicies = [] }: Certificate, policies: ReadonlySet<string>): boolean {
  return certificatePolicies.some(({ policy }) => policies.has(policy));
}

/** Two names would let one card be two people. */
function onlyUpn(certificate: Certificate): string {
  const upns = new Map(upnsOf(certificate).map((upn) => [upn.toLowerCase(), upn]));
  const [upn] = upns.values();
  if (upn === undefined) throw new LanyardError('certificate_without_upn');
  if (upns.size > 1) throw new LanyardError('certificate_invalid', { reason: 'several_upns' });
  return upn;
}

type Accepted = { readonly anchor: TrustAnchor; readonly policies: PolicyResult };

async function pathFor(ports: SigninPorts, fetcher: Fetcher, presented: Presented, upn: string, trust: Trust, suffixesNeeded: boolean): Promise<Accepted> {
  const result = await validateCard(ports, fetcher, presented, anchorsFor(upn, trust, suffixesNeeded));
  if (result.accepted) return result;
  const code = errorOfRefusal(result);
  if (code === 'certificate_not_trusted' && (await hasPath(ports, presented, allAnchors(trust)))) {
    throw new LanyardError('certificate_names_other_organisation', { upn });
  }
  const { code: reason, index, message } = result.refusal;
  throw new LanyardError(code, { reason, index, message });
}

async function activePerson({ directory }: SigninPorts, upn: string, known: Known): Promise<Person> {
  const person = await directory.personByUpn(upn);
  if (person === null) throw new LanyardError('person_unknown', { upn });
  known.personId = person.id;
  if (person.state !== 'active') throw new LanyardError('person_not_active', { state: person.state });
  return person;
}

interface Candidate {
  readonly upn: string;
  readonly person: Person;
  /** The path that holds by any setting. */
  readonly anyPath: Accepted;
  readonly suffixesNeeded: boolean;
}

async function checkOwnSetting(ports: SigninPorts, fetcher: Fetcher, presented: Presented, candidate: Candidate): Promise<void> {
  const { upn, person, anyPath, suffixesNeeded } = candidate;
  const setting = await ports.directory.setting(person.id, 'portal_authentication');
  const own = trustOf([setting], ports.log);
  const anchors = anchorsFor(upn, own, suffixesNeeded);
  const path = anchors.some((anchor) => isSame(anchor, anyPath.anchor)) ? anyPath : await pathFor(ports, fetcher, presented, upn, own, suffixesNeeded);
  const { cardPolicies } = setting.value;
  if (cardPolicies.length === 0) return;
  const held = new Set([...path.policies.ofLeaf, ...path.policies.authorityConstrained]);
  if (!cardPolicies.some((policy) => held.has(policy))) throw new LanyardError('certificate_wrong_kind', { kind: 'card policy' });
}

const isSame = (a: TrustAnchor, b: TrustAnchor): boolean => equalBytes(a.spki, b.spki) && equalBytes(a.name.der, b.name.der);

async function giveTicket(ports: SigninPorts, card: CardPresented, person: Person, certificate: Certificate, facts: CertificateFacts): Promise<TicketGiven> {
  const { db, clock, random, primaries } = ports;
  const ticket = toBase64url(random.bytes(32));
  const now = clock.now();
  const proof = { personId: person.id, serial: facts.serial, issuer: facts.issuer, notAfter: facts.notAfter };
  const portalOrigin = await db.tx(async (tx) => {
    const origin = await completeAttempt(tx, card.attemptId, proof, { hash: hashToken(ticket), expiresAt: after(now, TICKET_LIFETIME) }, now);
    if (origin === null) throw new LanyardError('sign_in_attempt_unknown');
    const primaryId = await primaries.provePrimary(tx, { personId: person.id, certificate: certificate.der, at: now });
    const actor = { kind: 'person', personId: person.id } as const;
    const details = { ...auditFacts(facts), source: card.ip };
    await recordAudit(tx, { act: 'sign_in.card-proved', outcome: 'done', actor, personId: person.id, object: primaryId, details, correlationId: card.correlationId }, now);
    return origin;
  });
  return { portalOrigin, ticket };
}

async function auditRefusal({ db, clock }: SigninPorts, card: CardPresented, known: Known, code: ErrorCode): Promise<void> {
  const details = { code, ...(known.certificate && auditFacts(known.certificate)) };
  const actor = { kind: 'stranger', source: card.ip } as const;
  const entry = { act: 'sign_in.refused', outcome: 'refused', actor, personId: known.personId, details, correlationId: card.correlationId } as const;
  await recordAudit(db.pool, entry, clock.now());
}

/** Of the whole certificate: a stranger's own certificate with the same names and serial takes nobody's tries. */
const fingerprint = ({ der }: Certificate): string => createHash('sha256').update(der).digest('hex');

const auditFacts = ({ serial, issuer, subject, upn }: CertificateFacts) => ({ serial, issuer, subject, upn });
