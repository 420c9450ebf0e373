import type { PasskeyInput, PasskeyList } from '@lanyard/contract';
import { LanyardError, recordAudit, type SessionCaller, isUniqueViolation } from '@lanyard/kernel';
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import { insertPasskey, type Passkey, passkeysOf } from '../pg/passkeys.ts';
import type { SigninConfig, SigninPorts } from '../ports.ts';
import { challengeChecker, newChallenge } from './challenge.ts';

/** A person with more has lost the overview of them. */
const MOST = 10;
/** COSE: ES256, ES384, EdDSA, RS256. Named, since the library's own choice asks the platform for experimental ones. */
const ALGORITHMS = [-7, -35, -8, -257];

/** Whether the caller may add a passkey now: after a card, or a link of the console, never after another passkey. */
export async function mayAddPasskey({ directory }: SigninPorts, caller: SessionCaller): Promise<PasskeyList['mayAdd']> {
  if (!(await directory.setting(caller.personId, 'admin_sign_in')).value.passkeys) return 'off';
  if ((await directory.grantsOf(caller.personId)).length === 0) return 'no_role';
  return caller.fresh || caller.signedInBy === 'link' ? 'yes' : 'sign_in_with_card';
}

/** @throws LanyardError `passkeys_off`, `permission_denied`, `session_not_fresh` */
async function requireMayAdd(ports: SigninPorts, caller: SessionCaller): Promise<void> {
  const may = await mayAddPasskey(ports, caller);
  if (may === 'off') throw new LanyardError('passkeys_off');
  if (may === 'no_role') throw new LanyardError('permission_denied');
  if (may === 'sign_in_with_card') throw new LanyardError('session_not_fresh');
}

const occasionOf = ({ sessionId, personId }: SessionCaller) => ({ binding: sessionId, personId });

/** What the browser hands to the authenticator (WebAuthn L3 §5.4). @param origin of the portal */
export async function offerPasskey(
  ports: SigninPorts,
  { organisation }: SigninConfig,
  caller: SessionCaller,
  origin: string,
): Promise<object & { challenge: string }> {
  await requireMayAdd(ports, caller);
  const person = await ports.directory.personById(caller.personId);
  if (person === null) throw new LanyardError('session_required');
  const known = await passkeysOf(ports.db.pool, person.id);
  return generateRegistrationOptions({
    rpName: organisation,
    rpID: new URL(origin).hostname,
    userName: person.userName,
    userDisplayName: person.displayName,
    userID: handleOf(person.id),
    challenge: await newChallenge(ports, occasionOf(caller)),
    excludeCredentials: known.map(({ credentialId, transports }) => ({
      id: Buffer.from(credentialId).toString('base64url'),
      transports: [...transports],
    })),
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** What an authenticator keeps as the person: no name, so that it says nothing of them (WebAuthn L3 §14.6.1). */
export const handleOf = (personId: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(personId.replaceAll('-', ''), 'hex'));

/**
 * Takes a new passkey of the caller.
 * @throws LanyardError `passkey_refused`, `conflict` when it is known, `input_invalid` beyond ten, and as {@link offerPasskey}
 */
export async function addPasskey(
  ports: SigninPorts,
  caller: SessionCaller,
  { name, credential }: PasskeyInput,
  { origin, correlationId }: { readonly origin: string; readonly correlationId: string },
): Promise<Passkey> {
  const { db, clock, random } = ports;
  await requireMayAdd(ports, caller);
  const { id, rawId, response, type } = credential;
  const { clientDataJSON, attestationObject } = response;
  const { registrationInfo } = await verifyRegistrationResponse({
    response: { id, rawId, type, clientExtensionResults: {}, response: { clientDataJSON, attestationObject } },
    expectedChallenge: challengeChecker(ports, occasionOf(caller)),
    expectedOrigin: origin,
    expectedRPID: new URL(origin).hostname,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch((cause: unknown) => {
    throw new LanyardError('passkey_refused', {}, { cause });
  });
  if (registrationInfo === undefined) throw new LanyardError('passkey_refused');
  const now = clock.now();
  const made: Passkey = {
    id: random.uuid(),
    personId: caller.personId,
    credentialId: Buffer.from(registrationInfo.credential.id, 'base64url'),
    publicKey: registrationInfo.credential.publicKey,
    counter: registrationInfo.credential.counter,
    transports: response.transports ?? [],
    name,
    synced: registrationInfo.credentialBackedUp,
    createdAt: now,
    lastUsedAt: null,
  };
  if ((await passkeysOf(db.pool, caller.personId)).length >= MOST)
    throw new LanyardError('input_invalid', { fields: [{ field: 'credential', message: `at most ${MOST} passkeys` }] });
  const actor = { kind: 'person', personId: caller.personId, sessionId: caller.sessionId } as const;
  const details = { name, synced: made.synced };
  const entry = { act: 'passkey.added', outcome: 'done', actor, personId: caller.personId, object: made.id } as const;
  await db
    .tx(async (tx) => {
      await insertPasskey(tx, made);
      await recordAudit(tx, { ...entry, details, correlationId }, now);
      const facts = { way: `The passkey "${name}" was added` };
      await ports.notices.send(tx, { personId: caller.personId, kind: 'access.added', facts });
    })
    .catch((error: unknown) => {
      if (isUniqueViolation(error)) throw new LanyardError('conflict', { field: 'credential' }, { cause: error });
      throw error;
    });
  return made;
}
