import type {
  DerivedCredentialSetting,
  DeviceRegistrationSetting,
  NewRequestInput,
  RequestSecrets,
} from '@lanyard/contract';
import {
  after,
  hashSecret,
  isUniqueViolation,
  LanyardError,
  minutes,
  oneTimeSecret,
  recordAudit,
  type SessionCaller,
  type Tx,
} from '@lanyard/kernel';
import { endRequest } from './end-request.ts';
import { newestPrimary } from './pg/primaries.ts';
import { insertRequest, lockOpenRequestsOf } from './pg/requests.ts';
import type { CredentialsParts, DirectoryPerson } from './ports.ts';
import { providerOf } from './providers/provider-of.ts';
import { requestLink, warningsOf } from './request-words.ts';

const DEFAULT_NAME = 'Derived credential';

/**
 * "Request a PIN" or "Request PIN and Derived Credential", as the person's setting says.
 * @returns the secrets: they are shown once and only their hashes are kept
 * @throws LanyardError `person_not_active`, `provider_not_enabled`, `new_pin_not_allowed`, `device_limit`, `device_not_found`, `session_not_primary`
 */
export async function createRequest(
  parts: CredentialsParts,
  { personId, sessionId }: SessionCaller,
  input: NewRequestInput,
  correlationId: string,
): Promise<RequestSecrets> {
  const { db, directory } = parts;
  // 1. Who asks, and what holds for them.
  const person = await directory.personById(personId);
  if (person?.state !== 'active') throw new LanyardError('person_not_active');
  const portal = (await directory.setting(personId, 'portal_authentication')).value;
  const registration = (await directory.setting(personId, 'device_registration')).value;
  const derived = (await directory.setting(personId, 'derived_credential')).value;
  const provider = await providerOf(db.pool, portal);
  if (!provider.enabled && portal.derivedMobileSmartCredential)
    throw new LanyardError('provider_not_enabled', { provider: provider.name });
  // 2. Another portal makes the credential: the browser goes there, and a registration PIN is asked for by itself.
  if (provider.requestUrl !== null && input.pinOnly !== true)
    return redirectTo(parts, provider.requestUrl, { person, sessionId, correlationId });
  const pinAlone = !portal.derivedMobileSmartCredential || provider.requestUrl !== null;
  // Where there are no derived credentials, a PIN is all there is to ask for.
  const withRegistration = input.withRegistration || pinAlone;
  await refuseDevices(parts, personId, withRegistration, registration);
  const by = { person, actor: { kind: 'person', personId, sessionId } as const, correlationId };
  // 3. A PIN by itself where the organisation has no derived credentials.
  if (pinAlone) return db.tx((tx) => pinOnly(parts, tx, by, registration));
  // 4. The password is hashed outside of the transaction.
  const password = oneTimeSecret(derived.passwordLength, parts.random);
  const passwordHash = await hashSecret(password, parts.random);
  // 5. The older request ends and the new one begins together.
  const order = { name: input.name ?? DEFAULT_NAME, withRegistration, password, passwordHash };
  return db.tx((tx) => requestBoth(parts, tx, by, { order, derived, registration })).catch(raced);
}

interface By {
  readonly person: DirectoryPerson;
  readonly actor: { readonly kind: 'person'; readonly personId: string; readonly sessionId: string };
  readonly correlationId: string;
}

interface Order {
  readonly name: string;
  readonly withRegistration: boolean;
  readonly password: string;
  readonly passwordHash: string;
}

interface Ask {
  readonly order: Order;
  readonly derived: DerivedCredentialSetting;
  readonly registration: DeviceRegistrationSetting;
}

async function refuseDevices(
  { fleet }: CredentialsParts,
  personId: string,
  withRegistration: boolean,
  { allowNewPin, maxDevices, type }: DeviceRegistrationSetting,
): Promise<void> {
  if (withRegistration && (!allowNewPin || type === 'Off')) throw new LanyardError('new_pin_not_allowed');
  const active = (await fleet.devicesOf(personId)).filter(({ state }) => state === 'active').length;
  if (withRegistration && active >= maxDevices) throw new LanyardError('device_limit', { maximum: maxDevices });
  if (!withRegistration && active === 0) throw new LanyardError('device_not_found');
}

async function pinOnly(
  { clock, config, fleet }: CredentialsParts,
  tx: Tx,
  { person, actor, correlationId }: By,
  setting: DeviceRegistrationSetting,
): Promise<RequestSecrets> {
  const now = clock.now();
  const expiresAt = after(now, minutes(setting.pinMinutes));
  const pin = await fleet.issueRegistrationPin(tx, {
    personId: person.id,
    requestId: null,
    length: setting.pinLength,
    expiresAt,
  });
  await recordAudit(
    tx,
    { act: 'registration_pin.issued', outcome: 'done', actor, personId: person.id, correlationId },
    now,
  );
  return {
    requestId: null,
    userName: person.userName,
    registrationPin: pin,
    registrationPinExpiresAt: expiresAt.toISOString(),
    activationPassword: null,
    expiresAt: expiresAt.toISOString(),
    link: requestLink(config, null),
    warnings: warningsOf({ pinLength: setting.pinLength }),
    redirect: null,
  };
}

async function redirectTo(
  { clock, config, db }: CredentialsParts,
  url: string,
  { person, sessionId, correlationId }: { person: DirectoryPerson; sessionId: string; correlationId: string },
): Promise<RequestSecrets> {
  const now = clock.now();
  const actor = { kind: 'person', personId: person.id, sessionId } as const;
  const entry = { act: 'request.redirected', outcome: 'done', actor, personId: person.id, correlationId } as const;
  await recordAudit(db.pool, { ...entry, details: { to: url } }, now);
  return {
    requestId: null,
    userName: person.userName,
    registrationPin: null,
    registrationPinExpiresAt: null,
    activationPassword: null,
    expiresAt: now.toISOString(),
    link: requestLink(config, null),
    warnings: [],
    redirect: url,
  };
}

async function requestBoth(
  parts: CredentialsParts,
  tx: Tx,
  { person, actor, correlationId }: By,
  { order, derived, registration }: Ask,
): Promise<RequestSecrets> {
  const { clock, config, fleet, random } = parts;
  const now = clock.now();
  const primary = await newestPrimary(tx, person.id);
  if (primary === null) throw new LanyardError('session_not_primary');
  for (const older of await lockOpenRequestsOf(tx, { personId: person.id }))
    await endRequest(parts, tx, older, 'superseded', actor, correlationId);
  const id = random.uuid();
  const expiresAt = after(now, minutes(derived.windowMinutes));
  await insertRequest(tx, {
    id,
    person_id: person.id,
    primary_id: primary.id,
    name: order.name,
    provider: 'lanyard',
    state: 'pending',
    password_hash: order.passwordHash,
    wrong_limit: derived.wrongPasswords,
    with_registration: order.withRegistration,
    created_at: now,
    expires_at: expiresAt,
    deadline: null,
    device_id: null,
    client_device_id: null,
    credential_id: null,
    ended_at: null,
  });
  const pin = order.withRegistration
    ? await tiedPin(parts, tx, { personId: person.id, requestId: id, expiresAt }, registration)
    : null;
  await fleet.touch(tx, { personId: person.id });
  const details = { name: order.name, withRegistration: order.withRegistration, expiresAt: expiresAt.toISOString() };
  await recordAudit(
    tx,
    { act: 'request.created', outcome: 'done', actor, personId: person.id, object: id, details, correlationId },
    now,
  );
  return {
    requestId: id,
    userName: person.userName,
    registrationPin: pin?.pin ?? null,
    registrationPinExpiresAt: pin?.expiresAt.toISOString() ?? null,
    activationPassword: order.password,
    expiresAt: expiresAt.toISOString(),
    link: requestLink(config, id),
    warnings: warningsOf({
      windowMinutes: derived.windowMinutes,
      passwordLength: derived.passwordLength,
      ...(pin === null ? {} : { pinLength: registration.pinLength }),
    }),
    redirect: null,
  };
}

/** A registration PIN that ends with its request, or earlier where its own lifetime is shorter. */
export async function tiedPin(
  { clock, fleet }: CredentialsParts,
  tx: Tx,
  { personId, requestId, expiresAt }: { personId: string; requestId: string; expiresAt: Date },
  { pinLength, pinMinutes }: DeviceRegistrationSetting,
): Promise<{ pin: string; expiresAt: Date }> {
  const own = after(clock.now(), minutes(pinMinutes));
  const end = own < expiresAt ? own : expiresAt;
  return {
    pin: await fleet.issueRegistrationPin(tx, { personId, requestId, length: pinLength, expiresAt: end }),
    expiresAt: end,
  };
}

/** Two requests of one person at the same moment: one of them is the newer one. */
function raced(error: unknown): never {
  if (isUniqueViolation(error, 'request_open') || isUniqueViolation(error, 'registration_pin_open'))
    throw new LanyardError('conflict', {}, { cause: error });
  throw error;
}
