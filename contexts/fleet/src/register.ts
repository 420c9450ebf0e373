import type { Registered, RegistrationInput } from '@lanyard/contract';
import {
  clearAttempts,
  isLanyardError,
  isUniqueViolation,
  LanyardError,
  minutes,
  recordAudit,
  returnAttempt,
  sourceOf,
  takeAttempt,
  type Tx,
} from '@lanyard/kernel';
import { admitDevice } from './admit-device.ts';
import type { Device } from './device.ts';
import { openDeviceKey, thumbprintOf } from './device-key.ts';
import { makeToken } from './device-token.ts';
import { findRegistrationPin, type FoundPin } from './find-registration-pin.ts';
import { countActiveDevices, findActiveDeviceByKey, findDevice, insertDevice } from './pg/devices.ts';
import { consumePin, type RegistrationPin } from './pg/registration-pins.ts';
import type { DirectoryPerson, FleetParts } from './ports.ts';
import { refreshScopes } from './scopes/refresh-scopes.ts';

export interface RegistrationCall {
  readonly input: RegistrationInput;
  /** Address it came from. */
  readonly source: string;
  readonly correlationId: string;
}

/**
 * Registers a device with a user name and a registration PIN. The caller has checked the proof of the new signing key.
 * @throws LanyardError `registration_limited`, `registration_refused`, `registration_pin_used`, `_expired` or `_superseded`,
 *   `person_not_active`, `platform_not_allowed`, `os_too_old`, `device_limit`, `input_invalid`
 */
export async function register(parts: FleetParts, tokenKey: Uint8Array, call: RegistrationCall): Promise<Registered> {
  // 1. The keys are keys: nothing is counted for a wallet that is broken.
  for (const field of ['signingKey', 'agreementKey'] as const)
    if (openDeviceKey(call.input[field]) === null) throw new LanyardError('input_invalid', { fields: [{ field }] });
  // 2. A try is taken from the source and the installation, never from the person: a stranger cannot lock anybody out.
  await takeTries(parts, call);
  // 3. The PIN, in constant time.
  const { person, pin, newer } = await findRegistrationPin(
    parts,
    call.input.userName,
    call.input.registrationPin,
  ).catch((error) => refused(parts, call, error));
  await giveTriesBack(parts, call);
  // 4. An answer that was lost on its way is given again to the same key.
  const earlier = await earlierRegistration(parts, pin, call.input);
  if (earlier !== null) return answer(parts, tokenKey, person, earlier);
  // 5. What is wrong with a right PIN is told only now.
  // 6. Rules come before the PIN is used up: who is refused here can use it on another device.
  await checkRules(parts, { person, pin, newer }, call).catch((error) => refusedByRules(parts, person, call, error));
  // 7. Used up and registered in one transaction: of two simultaneous tries one succeeds.
  const device = await parts.db.tx((tx) => bind(parts, tx, person, pin, call)).catch(keyTaken);
  return answer(parts, tokenKey, person, device);
}

const WINDOW_SECONDS = minutes(10) / 1_000;
const installationKey = (id: string): string => `registration:installation:${id}`;
const sourceKey = (source: string): string => `registration:source:${sourceOf(source)}`;

async function takeTries({ db, clock, config }: FleetParts, { input, source }: RegistrationCall): Promise<void> {
  const limits = config.registrationTries ?? { source: 60, installation: 10 };
  const fromSource = await takeAttempt(db.pool, sourceKey(source), limits.source, WINDOW_SECONDS, clock.now());
  const fromInstallation = await takeAttempt(
    db.pool,
    installationKey(input.installationId),
    limits.installation,
    WINDOW_SECONDS,
    clock.now(),
  );
  if (!fromSource || !fromInstallation) throw new LanyardError('registration_limited');
}

/** One try for the source: a whole office may register from one address, and a right PIN must not pay for others' guesses. */
async function giveTriesBack({ db, clock }: FleetParts, { input, source }: RegistrationCall): Promise<void> {
  await returnAttempt(db.pool, sourceKey(source), WINDOW_SECONDS, clock.now());
  await clearAttempts(db.pool, installationKey(input.installationId));
}

async function refused(
  { db, clock }: FleetParts,
  { input, source, correlationId }: RegistrationCall,
  error: unknown,
): Promise<never> {
  if (!isLanyardError(error, 'registration_refused')) throw error;
  const details = { userName: input.userName, installationId: input.installationId };
  await recordAudit(
    db.pool,
    { act: 'device.registered', outcome: 'refused', actor: { kind: 'stranger', source }, details, correlationId },
    clock.now(),
  );
  throw error;
}

async function checkRules(
  parts: FleetParts,
  { person, pin, newer }: FoundPin,
  { input }: RegistrationCall,
): Promise<void> {
  refuseEndedPin(pin, newer, parts.clock.now());
  await admit(parts, person, input);
}

/** More refusals of one person than these, in ten minutes, tell a help desk nothing new. */
const REFUSALS_NOTED = 10;

async function refusedByRules(
  { db, clock }: FleetParts,
  { id: personId }: DirectoryPerson,
  { input, source, correlationId }: RegistrationCall,
  error: unknown,
): Promise<never> {
  if (!isLanyardError(error)) throw error;
  const now = clock.now();
  if (!(await takeAttempt(db.pool, `registration:refused:${personId}`, REFUSALS_NOTED, WINDOW_SECONDS, now)))
    throw error;
  const { platform, osVersion, model } = input;
  const details = { code: error.code, platform, osVersion, model };
  const actor = { kind: 'stranger', source } as const;
  await recordAudit(
    db.pool,
    { act: 'device.registered', outcome: 'refused', actor, personId, details, correlationId },
    now,
  );
  throw error;
}

async function earlierRegistration(
  { db }: FleetParts,
  pin: RegistrationPin,
  input: RegistrationInput,
): Promise<Device | null> {
  if (pin.state !== 'used' || pin.device_id === null) return null;
  const device = await findDevice(db.pool, pin.device_id);
  return device?.state === 'active' && device.thumbprint === thumbprintOf(input.signingKey) ? device : null;
}

function refuseEndedPin(pin: RegistrationPin, newer: boolean, now: Date): void {
  if (pin.state === 'used') throw new LanyardError('registration_pin_used', { at: pin.used_at?.toISOString() });
  // A PIN that ended with its request because of a newer one was superseded too.
  if (pin.state === 'superseded' || (pin.state === 'cancelled' && newer))
    throw new LanyardError('registration_pin_superseded');
  if (pin.state === 'cancelled') throw new LanyardError('registration_pin_expired', { cancelled: true });
  if (pin.expires_at <= now) throw new LanyardError('registration_pin_expired', { at: pin.expires_at.toISOString() });
}

async function admit({ db, directory }: FleetParts, person: DirectoryPerson, input: RegistrationInput): Promise<void> {
  if (person.state !== 'active') throw new LanyardError('person_not_active');
  const { value } = await directory.setting(person.id, 'device_registration');
  admitDevice(value, input, await countActiveDevices(db.pool, person.id));
}

async function bind(
  parts: FleetParts,
  tx: Tx,
  person: DirectoryPerson,
  pin: RegistrationPin,
  { input, correlationId }: RegistrationCall,
): Promise<Device> {
  const { clock, directory, random, notices } = parts;
  const id = random.uuid();
  const now = clock.now();
  // Read again where it is acted on: the account may have ended while the PIN was compared.
  if ((await directory.personById(person.id, tx))?.state !== 'active') throw new LanyardError('person_not_active');
  const thumbprint = thumbprintOf(input.signingKey);
  if ((await findActiveDeviceByKey(tx, thumbprint)) !== null)
    throw new LanyardError('conflict', { field: 'signingKey' });
  await insertDevice(tx, {
    id,
    person_id: person.id,
    state: 'active',
    name: input.name,
    platform: input.platform,
    os_version: input.osVersion,
    model: input.model,
    wallet_version: input.walletVersion,
    installation_id: input.installationId,
    thumbprint,
    agreement_key: JSON.stringify(input.agreementKey),
    registered_at: now,
    last_check_in_at: null,
    ended_at: null,
  });
  await refreshScopes(parts, tx, [id]);
  if (!(await consumePin(tx, pin.id, id, now))) throw new LanyardError('registration_pin_used');
  const details = { name: input.name, platform: input.platform, osVersion: input.osVersion, model: input.model };
  const entry = {
    act: 'device.registered',
    outcome: 'done',
    actor: { kind: 'device', deviceId: id, personId: person.id },
  } as const;
  await recordAudit(
    tx,
    { ...entry, personId: person.id, deviceId: id, object: pin.request_id ?? undefined, details, correlationId },
    now,
  );
  await notices.send(tx, {
    personId: person.id,
    kind: 'device.registered',
    facts: { deviceName: input.name, deviceId: id },
  });
  return (await findDevice(tx, id)) ?? expectDevice(id);
}

/** Two registrations with one key at once. */
function keyTaken(error: unknown): never {
  if (isUniqueViolation(error, 'device_thumbprint'))
    throw new LanyardError('conflict', { field: 'signingKey' }, { cause: error });
  throw error;
}

function expectDevice(id: string): never {
  throw new Error(`device ${id} is not there after it was inserted`);
}

async function answer(
  { clock }: FleetParts,
  tokenKey: Uint8Array,
  { userName, displayName }: DirectoryPerson,
  device: Device,
): Promise<Registered> {
  return {
    deviceId: device.id,
    person: { userName, displayName },
    token: await makeToken(tokenKey, device, clock.now()),
  };
}
