import type { ActivateInput, ActivationView, DerivedCredentialSetting, Purpose } from '@lanyard/contract';
import {
  after,
  days,
  hours,
  isLanyardError,
  LanyardError,
  recordAudit,
  takeAttempt,
  verifySecret,
  type DeviceCaller,
  type Tx,
} from '@lanyard/kernel';
import { activationOf, activationView } from './activation.ts';
import { endRequest } from './end-request.ts';
import { holdRight } from './hold-right.ts';
import { insertParts } from './pg/certificates.ts';
import { insertCredential } from './pg/credentials.ts';
import { primaryById } from './pg/primaries.ts';
import { findRequest, lockRequest, moveRequest, returnPasswordTry, takePasswordTry } from './pg/requests.ts';
import type { PrimaryRow, RequestRow } from './pg/tables.ts';
import type { CredentialsParts } from './ports.ts';
import { refuseBadPrimary } from './refuse-bad-primary.ts';
import { refusalOf, requestOf } from './request-refusal.ts';

const DEVICE_TRIES = 30;
const WINDOW_SECONDS = 600;
const ORDER: readonly Purpose[] = ['authentication', 'signing', 'encryption'];

export interface ActivateCall {
  readonly caller: DeviceCaller;
  readonly requestId: string;
  readonly input: ActivateInput;
  readonly correlationId: string;
}

/**
 * Takes the activation password: the request becomes this device's, with a deadline of its own.
 * @throws LanyardError `request_not_found`, `request_not_yours`, `activation_password_wrong` with `triesLeft`,
 *   `request_locked`, `request_expired` and its like, `person_not_active`, `device_lost`, `certificate_revoked` and its like for the card
 */
export async function activate(parts: CredentialsParts, call: ActivateCall): Promise<ActivationView> {
  const { clock, db, directory, fault } = parts;
  const { caller, requestId } = call;
  // 1. Whose request, and is it still open? A password that was accepted before needs no second one.
  const seen = await requestOf(db.pool, requestId, caller.personId);
  if (seen.state === 'activating') return activationView(await activationOf(parts, caller, requestId), clock.now());
  const refusal = refusalOf(seen, clock.now());
  if (refusal !== null) throw refusal;
  if ((await directory.personById(caller.personId))?.state !== 'active') throw new LanyardError('person_not_active');
  // 2. A try is taken, and then the password is looked at.
  await checkPassword(parts, call);
  fault('credentials.password-accepted');
  // 3. The card is asked about once more; what cannot be learned now was learned at the sign-in.
  const primary = await primaryById(db.pool, seen.primary_id);
  await refuseBadPrimary(parts, primary).catch((error) => refusedCard(parts, call, error));
  // 4. The request, the credential that will be, and its parts, together.
  const setting = (await directory.setting(caller.personId, 'derived_credential')).value;
  await db.tx((tx) => begin(parts, tx, call, { primary, setting }));
  fault('credentials.activation-stored');
  return activationView(await activationOf(parts, caller, requestId), clock.now());
}

async function checkPassword(parts: CredentialsParts, call: ActivateCall): Promise<void> {
  const { clock, db } = parts;
  const { caller, requestId, input } = call;
  const now = clock.now();
  if (!(await takeAttempt(db.pool, `activation:device:${caller.deviceId}`, DEVICE_TRIES, WINDOW_SECONDS, now)))
    throw new LanyardError('rate_limited');
  const row = await takePasswordTry(db.pool, requestId, now);
  if (row === null || row.password_hash === null) throw await whyNoTry(parts, requestId);
  if (await verifySecret(input.activationPassword, row.password_hash)) return returnPasswordTry(db.pool, requestId);
  throw await wrongPassword(parts, row, call);
}

async function whyNoTry({ clock, db }: CredentialsParts, requestId: string): Promise<LanyardError> {
  const row = await findRequest(db.pool, requestId);
  if (row === null) return new LanyardError('request_not_found');
  return (
    refusalOf(row, clock.now()) ??
    (row.state === 'pending' ? new LanyardError('request_locked', { triesLeft: 0 }) : new LanyardError('conflict'))
  );
}

/** Only tries from a registered device of the same person come this far: they, and nobody else's, close the request. */
async function wrongPassword(
  parts: CredentialsParts,
  row: RequestRow,
  { caller, correlationId }: ActivateCall,
): Promise<LanyardError> {
  const triesLeft = row.wrong_limit - row.wrong;
  const actor = { kind: 'device', ...ids(caller) } as const;
  const entry = {
    act: 'request.activating',
    outcome: 'refused',
    actor,
    ...ids(caller),
    object: row.id,
    details: { triesLeft },
    correlationId,
  } as const;
  await parts.db.tx(async (tx) => {
    await recordAudit(tx, entry, parts.clock.now());
    if (triesLeft > 0) return;
    const locked = await lockRequest(tx, row.id);
    if (locked?.state === 'pending') await endRequest(parts, tx, locked, 'locked', actor, correlationId);
  });
  return triesLeft > 0
    ? new LanyardError('activation_password_wrong', { triesLeft })
    : new LanyardError('request_locked', { triesLeft: 0 });
}

/** The right password, and a card that has ended: the holder and whoever helps them find it on the record. */
async function refusedCard(
  { clock, db }: CredentialsParts,
  { caller, requestId, correlationId }: ActivateCall,
  error: unknown,
): Promise<never> {
  if (!isLanyardError(error)) throw error;
  const actor = { kind: 'device', ...ids(caller) } as const;
  const entry = { act: 'request.activating', outcome: 'refused', actor, ...ids(caller), object: requestId } as const;
  await recordAudit(db.pool, { ...entry, details: { code: error.code }, correlationId }, clock.now());
  throw error;
}

interface Begin {
  readonly primary: PrimaryRow;
  readonly setting: DerivedCredentialSetting;
}

async function begin(
  parts: CredentialsParts,
  tx: Tx,
  { caller, requestId, input, correlationId }: ActivateCall,
  { primary, setting }: Begin,
): Promise<void> {
  const { clock, fleet, random } = parts;
  const now = clock.now();
  const credentialId = random.uuid();
  const deadline = after(now, hours(setting.activatingHours));
  const moved = await moveRequest(tx, requestId, ['pending'], {
    state: 'activating',
    password_hash: null,
    device_id: caller.deviceId,
    client_device_id: input.clientDeviceId ?? null,
    credential_id: credentialId,
    deadline,
  });
  if (!moved) throw new LanyardError('conflict');
  const request = await lockRequest(tx, requestId);
  if (request === null) throw new LanyardError('request_not_found');
  await insertCredential(tx, {
    id: credentialId,
    person_id: caller.personId,
    device_id: caller.deviceId,
    request_id: requestId,
    primary_id: primary.id,
    provider: request.provider,
    name: request.name,
    state: 'issuing',
    ended_by: null,
    created_at: now,
    issued_at: null,
    expires_at: endOf(now, primary, setting),
    ended_at: null,
    recheck_at: null,
    rechecked_at: null,
  });
  await insertParts(
    tx,
    ORDER.filter((purpose) => setting.purposes.some((wanted) => wanted === purpose)).map((purpose, position) =>
      partOf(credentialId, purpose, position, setting),
    ),
  );
  await holdRight(parts, tx, caller);
  // Who was given a password by a fresh card sign-in may choose new ways into the vault where all were closed.
  await fleet.allowNewVault(tx, caller.deviceId);
  const details = { credentialId, deadline: deadline.toISOString() };
  await recordAudit(
    tx,
    {
      act: 'request.activating',
      outcome: 'done',
      actor: { kind: 'device', ...ids(caller) },
      ...ids(caller),
      object: requestId,
      details,
      correlationId,
    },
    now,
  );
}

/** Under the strict cascade a credential's end never passes its primary's. */
function endOf(now: Date, primary: PrimaryRow, { lifetimeDays, cascade }: DerivedCredentialSetting): Date {
  const own = after(now, days(lifetimeDays));
  return cascade === 'strict' && primary.not_after < own ? primary.not_after : own;
}

const partOf = (credentialId: string, purpose: Purpose, position: number, { keyType }: DerivedCredentialSetting) =>
  ({
    credential_id: credentialId,
    purpose,
    position,
    key_type: keyType,
    // SP 800-157r1 App A: key management keys are escrowed, so the issuer makes them; the others never leave the device.
    made_by: purpose === 'encryption' ? 'issuer' : 'device',
    spki_sha256: null,
    certificate: null,
    chain: null,
    sha256: null,
    serial: null,
    subject: null,
    issuer: null,
    not_before: null,
    not_after: null,
    enc: null,
    ciphertext: null,
  }) as const;

const ids = ({ deviceId, personId }: DeviceCaller) => ({ deviceId, personId });
