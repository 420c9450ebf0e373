import type { Confirmed, ConfirmInput } from '@lanyard/contract';
import {
  after,
  days,
  hours,
  isUniqueViolation,
  LanyardError,
  minutes,
  recordAudit,
  type DeviceCaller,
  type Tx,
} from '@lanyard/kernel';
import { type Activation, activationOf } from './activation.ts';
import { endCredentials } from './end-credentials.ts';
import { isHeld } from './hold-credentials.ts';
import { holdRight } from './hold-right.ts';
import { forgetCiphertexts, partsOf } from './pg/certificates.ts';
import { findCredential, lockLive, updateCredential } from './pg/credentials.ts';
import { primaryById, watchPrimary } from './pg/primaries.ts';
import { lockRequest, updateRequest } from './pg/requests.ts';
import type { CertificateRow } from './pg/tables.ts';
import type { CredentialsParts } from './ports.ts';
import { refuseBadPrimary } from './refuse-bad-primary.ts';
import { refusalOf } from './request-refusal.ts';
import { deviceCredential } from './views.ts';

/** How often the status of a card with live credentials is asked for. */
export const CHECKED_EVERY_MS = hours(4);
/** The card was asked about when the password was accepted; what is confirmed later than this asks again. */
const CARD_KNOWN_MS = minutes(15);

/**
 * The device has every key and certificate: the credential becomes active, and replaces the device's earlier one of
 * the same provider. Confirmed twice it stays as it is.
 * @throws LanyardError `conflict` with what is missing where the certificates named are not all there are;
 *   `person_not_active`, `device_lost`, `certificate_revoked` and its like where the right to it has ended meanwhile;
 *   those of the activation
 */
export async function confirm(
  parts: CredentialsParts,
  caller: DeviceCaller,
  requestId: string,
  input: ConfirmInput,
  correlationId: string,
): Promise<Confirmed> {
  const { db, directory, fault } = parts;
  // 1. The same set on both sides, certificate by certificate.
  const activation = await activationOf(parts, caller, requestId);
  refuseOtherSet(activation.parts, input.certificates);
  fault('credentials.confirm-compared');
  if (activation.request.state === 'activating') {
    // 2. Nothing becomes active under a card that has ended since.
    await refuseEndedCard(parts, activation);
    // 3. All at once: request, credential, the one it replaces, and the notice.
    const { recheckDays } = (await directory.setting(caller.personId, 'derived_credential')).value;
    await db.tx((tx) => conclude(parts, tx, caller, activation, recheckDays, correlationId)).catch(raced);
  }
  fault('credentials.confirmed');
  const credential = await findCredential(db.pool, activation.credential.id);
  if (credential === null) throw new LanyardError('credential_not_found');
  return { credential: deviceCredential(credential, await partsOf(db.pool, [credential.id])) };
}

async function refuseEndedCard(parts: CredentialsParts, { credential }: Activation): Promise<void> {
  const { clock, db } = parts;
  if (clock.now().getTime() - credential.created_at.getTime() <= CARD_KNOWN_MS) return;
  await refuseBadPrimary(parts, await primaryById(db.pool, credential.primary_id));
}

function refuseOtherSet(parts: readonly CertificateRow[], named: readonly string[]): void {
  const missing = parts
    .filter(({ sha256 }) => sha256 === null || !named.includes(sha256))
    .map(({ purpose }) => purpose);
  if (missing.length > 0 || new Set(named).size !== parts.length) throw new LanyardError('conflict', { missing });
}

async function conclude(
  parts: CredentialsParts,
  tx: Tx,
  caller: DeviceCaller,
  { request, credential }: Activation,
  recheckDays: number,
  correlationId: string,
): Promise<void> {
  const { clock, fleet, issuer, notices } = parts;
  const now = clock.now();
  const current = await lockRequest(tx, request.id);
  const refusal = current === null ? new LanyardError('request_not_found') : refusalOf(current, now);
  if (refusal?.code === 'request_used') return; // the same call, a moment earlier
  if (refusal !== null) throw refusal;
  await watchPrimary(tx, credential.primary_id, after(now, CHECKED_EVERY_MS));
  const live = await lockLive(tx, { deviceId: caller.deviceId });
  const mine = live.find(({ id }) => id === credential.id);
  if (mine === undefined) throw new LanyardError('credential_not_active');
  await holdRight(parts, tx, caller); // every device of the person, in their order, before one of them is touched alone
  const older = live.filter((one) => one.id !== mine.id && one.provider === mine.provider && one.state !== 'issuing');
  const actor = { kind: 'device', deviceId: caller.deviceId, personId: caller.personId } as const;
  await endCredentials(parts, tx, older, { why: 'replaced', actor, correlationId });
  const held = isHeld(mine);
  if (held) await issuer.suspend(tx, { credentialId: mine.id });
  await updateCredential(tx, mine.id, {
    state: held ? 'suspended' : 'active',
    issued_at: now,
    recheck_at: after(now, days(recheckDays)),
  });
  await forgetCiphertexts(tx, mine.id);
  await updateRequest(tx, request.id, { state: 'activated', ended_at: now });
  const whose = { personId: caller.personId, deviceId: caller.deviceId };
  await recordAudit(
    tx,
    {
      act: 'credential.bound',
      outcome: 'done',
      actor,
      ...whose,
      object: mine.id,
      details: { requestId: request.id, replaced: older.map(({ id }) => id) },
      correlationId,
    },
    now,
  );
  const device = await fleet.device(caller.deviceId, tx);
  const facts = { credentialId: mine.id, credentialName: mine.name, deviceName: device?.name };
  await notices.send(tx, { personId: caller.personId, kind: 'credential.bound', facts });
}

/** Two confirmations on one device at once. */
function raced(error: unknown): never {
  if (isUniqueViolation(error, 'credential_one')) throw new LanyardError('conflict', {}, { cause: error });
  throw error;
}
