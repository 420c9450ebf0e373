import { LanyardError } from '@lanyard/kernel';
import { type Bytes, parseCertificate, toHex } from '@lanyard/pki';
import type { SigningAuthority } from '../authority/signing-authority.ts';
import { storeIntent } from '../pg/serials.ts';
import type { Issued } from '../types.ts';
import { checkRequest } from './check-request.ts';
import { type Draft, draftCertificate } from './draft.ts';
import { lintDraft } from './lint-draft.ts';
import { reserveSerial } from './reserve.ts';
import { compareSigned, signDraft } from './sign-draft.ts';
import type { CycleConfig, CycleNeeds, CycleRequest } from './cycle-request.ts';
import { giveUp, recordIssued } from './record-outcome.ts';
import type { IssuanceStep } from './steps.ts';
import { verifySigned } from './verify-signed.ts';

/**
 * The issuance cycle; docs/issuance-cycle.md tells what each step survives.
 * @throws LanyardError see `Issuer.issue`
 */
export async function runCycle(needs: CycleNeeds, config: CycleConfig, request: CycleRequest): Promise<Issued> {
  const { authority } = request;
  const reached = (step: IssuanceStep): void => needs.fault(step);
  if (await needs.frozen?.()) throw new LanyardError('signing_frozen');

  // 0. Check: a request that its profile refuses costs no serial number.
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
    await recordIssued(needs, { id, request, issued, reached });
    reached('issuer.audited');
    return issued;
  } catch (error) {
    await giveUp(needs, config, { id, serial, request, error });
    throw error;
  }
}

async function sign({ log }: CycleNeeds, draft: Draft, authority: SigningAuthority): Promise<Bytes> {
  try {
    return await signDraft(draft.tbs, authority.signer);
  } catch (cause) {
    log.error({ authority: authority.id, err: cause }, 'the signer failed');
    throw new LanyardError('issuer_unavailable', {}, { cause });
  }
}

async function issuedFrom(
  { digest }: Pick<CycleNeeds, 'digest'>,
  der: Bytes,
  { chain }: SigningAuthority,
): Promise<Issued> {
  const { serial, notBefore, notAfter } = parseCertificate(der);
  return { certificate: der, chain, serial, sha256: toHex(await digest.digest('sha256', der)), notBefore, notAfter };
}
