import { LanyardError, recordAudit } from '@lanyard/kernel';
import { type Bytes, parseCertificate, toHex } from '@lanyard/pki';
import type { SigningAuthority } from '../authority/signing-authority.ts';
import { storeIntent, storeIssued } from '../pg/serials.ts';
import type { IssuerPorts } from '../ports.ts';
import type { Holder, Issued } from '../types.ts';
import { closeIntents } from './close.ts';
import { checkRequest, type DraftRequest } from './check-request.ts';
import { type Draft, draftCertificate } from './draft.ts';
import { lintDraft } from './lint-draft.ts';
import { reserveSerial } from './reserve.ts';
import { compareSigned, signDraft } from './sign-draft.ts';
import type { IssuanceStep } from './steps.ts';
import { verifySigned } from './verify-signed.ts';

export interface CycleRequest extends DraftRequest {
  readonly authority: SigningAuthority;
  /** One reference never yields two certificates. */
  readonly reference: string;
  readonly holder: Holder | null;
  readonly correlationId?: string | undefined;
}

export interface CycleConfig {
  readonly statusUrl: string;
  readonly crlCoalesceSeconds: number;
}

type Needs = Pick<
  IssuerPorts,
  'db' | 'clock' | 'random' | 'digest' | 'outbox' | 'verifier' | 'log' | 'fault' | 'frozen'
>;

/**
 * The issuance cycle; docs/issuance-cycle.md tells what each step survives.
 * @throws LanyardError see `Issuer.issue`
 */
export async function runCycle(needs: Needs, config: CycleConfig, request: CycleRequest): Promise<Issued> {
  const { authority } = request;
  const reached = (step: IssuanceStep): void => needs.fault(step);
  if (await needs.frozen?.()) throw new LanyardError('signing_frozen');

  const checked = checkRequest(request, authority, needs.random.uuid(), needs.clock.now());

  // 1. Reserve: the number is on record before anything contains it, so none is ever used twice.
  const reservation = await reserveSerial(needs, {
    ...request,
    notAfter: checked.notAfter,
    crlSeconds: config.crlCoalesceSeconds,
  });
  if ('issued' in reservation) return await issuedFrom(needs, reservation.issued, authority);
  const { id, serial } = reservation;
  reached('issuer.reserved');
  try {
    // 2. Build.
    const draft = await draftCertificate(checked, {
      authority,
      statusUrl: config.statusUrl,
      digest: needs.digest,
      serial,
    });
    reached('issuer.built');

    // 3. Lint what will be signed: afterwards it would be too late.
    lintDraft(draft, authority);
    reached('issuer.linted');

    // 4. Store the intent: whatever gets signed from here on, its octets are known.
    if (!(await storeIntent(needs.db.pool, id, draft.tbs))) throw new LanyardError('issuance_interrupted');
    reached('issuer.intent-stored');

    // 5. Sign, outside of any transaction.
    const certificate = await sign(needs, draft, authority);
    reached('issuer.signed');

    // 6. Compare: only the linted octets may leave.
    compareSigned(certificate, draft.tbs);
    if (!request.profile.keyOnce) await verifySigned(certificate, authority.signer.spki, needs.verifier);
    reached('issuer.compared');

    // 7. Store and audit: from the commit on the certificate exists. One that was closed meanwhile never does.
    const issued = await issuedFrom(needs, certificate, authority);
    await store(needs, { id, request, issued, reached });
    reached('issuer.audited');
    return issued;
  } catch (error) {
    await giveUp(needs, config, { id, serial, request, error });
    throw error;
  }
}

async function sign({ log }: Needs, draft: Draft, authority: SigningAuthority): Promise<Bytes> {
  try {
    return await signDraft(draft.tbs, authority.signer);
  } catch (cause) {
    log.error({ authority: authority.id, err: cause }, 'the signer failed');
    throw new LanyardError('issuer_unavailable', {}, { cause });
  }
}

interface StoreInput {
  readonly id: string;
  readonly request: CycleRequest;
  readonly issued: Issued;
  readonly reached: (step: IssuanceStep) => void;
}

async function store({ db, clock }: Needs, { id, request, issued, reached }: StoreInput): Promise<void> {
  const { authority, profile, reference, holder, correlationId } = request;
  const { serial, sha256 } = issued;
  await db.tx(async (tx) => {
    const at = clock.now();
    const stored = await storeIssued(tx, id, { der: issued.certificate, sha256 }, at);
    if (!stored) throw new LanyardError('issuance_interrupted');
    reached('issuer.stored');
    const who = { personId: holder?.personId, deviceId: holder?.deviceId, correlationId };
    const details = {
      authority: authority.id,
      profile: profile.name,
      reference,
      sha256,
      notAfter: issued.notAfter.toISOString(),
    };
    await recordAudit(
      tx,
      {
        act: 'certificate.issued',
        outcome: 'done',
        actor: { kind: 'system', part: 'issuer' },
        ...who,
        object: serial,
        details,
      },
      at,
    );
  });
}

interface Failure {
  readonly id: string;
  readonly serial: string;
  readonly request: CycleRequest;
  readonly error: unknown;
}

/** Closes the number at once where the database still answers; the sweeper does it otherwise. */
async function giveUp(
  { db, clock, outbox, log }: Needs,
  config: CycleConfig,
  { id, serial, request, error }: Failure,
): Promise<void> {
  const at = clock.now();
  const { authority, profile, holder, correlationId } = request;
  const code = error instanceof LanyardError ? error.code : 'internal';
  const details = { authority: authority.id, profile: profile.name, reference: request.reference, code };
  const who = { personId: holder?.personId, deviceId: holder?.deviceId, correlationId };
  log.error({ serial, ...details, correlationId, err: error }, 'a certificate was not issued');
  const closing = db.tx(async (tx) => {
    await closeIntents(tx, outbox, { id }, code, { at, seconds: config.crlCoalesceSeconds });
    await recordAudit(
      tx,
      {
        act: 'certificate.issued',
        outcome: 'refused',
        actor: { kind: 'system', part: 'issuer' },
        ...who,
        object: serial,
        details,
      },
      at,
    );
  });
  await closing.catch((cause: unknown) =>
    log.error({ serial, err: cause }, 'its number could not be closed now; the sweeper will'),
  );
}

async function issuedFrom({ digest }: Pick<Needs, 'digest'>, der: Bytes, { chain }: SigningAuthority): Promise<Issued> {
  const { serial, notBefore, notAfter } = parseCertificate(der);
  return { certificate: der, chain, serial, sha256: toHex(await digest.digest('sha256', der)), notBefore, notAfter };
}
