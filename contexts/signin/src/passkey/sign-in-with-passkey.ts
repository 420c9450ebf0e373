import type { PasskeySignIn } from '@lanyard/contract';
import { equalSecret, LanyardError, minutes, recordAudit } from '@lanyard/kernel';
import { toBase64url } from '@lanyard/pki';
import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import { findPasskey, type Passkey, usePasskey } from '../pg/passkeys.ts';
import type { Person, SigninConfig, SigninPorts } from '../ports.ts';
import { beginSession, type SessionAsked, type SessionOpened } from '../session/begin-session.ts';
import { handleOf } from './add-passkey.ts';
import { challengeChecker, newChallenge, takePasskeyTry } from './challenge.ts';

/** Whether anybody at all may sign in with a passkey. */
export async function passkeysAllowed({ directory }: SigninPorts): Promise<boolean> {
  return (await directory.settingsOf('admin_sign_in')).some(({ value }) => value.passkeys);
}

/**
 * Begins a sign-in with a passkey. Whose it will be is not asked: the authenticator offers those that it has.
 * @param origin of the portal
 * @throws LanyardError `passkeys_off`, `rate_limited`
 */
export async function startPasskeySignIn(
  ports: SigninPorts,
  config: SigninConfig,
  ip: string,
  origin: string,
): Promise<{ readonly options: object & { challenge: string }; readonly cookie: string }> {
  await takePasskeyTry(ports, config, ip);
  if (!(await passkeysAllowed(ports))) throw new LanyardError('passkeys_off');
  const cookie = toBase64url(ports.random.bytes(32));
  const challenge = await newChallenge(ports, { binding: cookie, personId: null });
  const rpID = new URL(origin).hostname;
  return { options: await generateAuthenticationOptions({ rpID, challenge, userVerification: 'required' }), cookie };
}

export interface PasskeyShown extends SessionAsked, PasskeySignIn {
  /** The cookie of {@link startPasskeySignIn}, as this browser sent it. */
  readonly cookie: string | null;
  readonly origin: string;
}

/**
 * Turns the proof of a passkey into a session of the kind `passkey`.
 * @throws LanyardError `passkey_refused`, whatever it is that does not fit; `rate_limited`
 */
export async function signInWithPasskey(
  ports: SigninPorts,
  config: SigninConfig,
  shown: PasskeyShown,
): Promise<SessionOpened> {
  // 1. A source with tries left: refusals are written down.
  await takePasskeyTry(ports, config, shown.ip);
  const passkey = await findPasskey(ports.db.pool, Buffer.from(shown.credential.id, 'base64url'));
  try {
    // 2. The authenticator signed a challenge of ours, for this browser and this portal, with its user verified.
    const counter = await verifiedCounter(ports, shown, passkey);
    // 3. Somebody who may sign in so today.
    const person = await mayUse(ports, passkey);
    const { sessionMinutes } = (await ports.directory.setting(person.id, 'admin_sign_in')).value;
    // 4. Use and session, or neither.
    return await ports.db.tx(async (tx) => {
      if (passkey === null || !(await usePasskey(tx, passkey.id, counter, ports.clock.now())))
        throw new LanyardError('passkey_refused', { why: 'its counter did not grow: it may have been copied' });
      const lifetime = minutes(sessionMinutes);
      const opened = {
        kind: 'passkey',
        person,
        certificate: null,
        lifetime,
        details: { passkey: passkey.id },
      } as const;
      return beginSession(ports, tx, opened, shown);
    });
  } catch (error) {
    if (!(error instanceof LanyardError) || error.code !== 'passkey_refused') throw error;
    await auditRefusal(ports, shown, passkey, error);
    throw new LanyardError('passkey_refused', {}, { cause: error }); // why is for the log, not for who tries
  }
}

async function verifiedCounter(ports: SigninPorts, shown: PasskeyShown, passkey: Passkey | null): Promise<number> {
  if (passkey === null) throw new LanyardError('passkey_refused', { why: 'no such passkey' });
  if (shown.cookie === null) throw new LanyardError('passkey_refused', { why: 'it was asked for in another browser' });
  const { credential, origin } = shown;
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  if (userHandle && !equalSecret(Buffer.from(userHandle, 'base64url'), handleOf(passkey.personId)))
    throw new LanyardError('passkey_refused', { why: 'it names another person' });
  const { id, rawId, type } = credential;
  const response = { clientDataJSON, authenticatorData, signature };
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { id, rawId, type, clientExtensionResults: {}, response },
    expectedChallenge: challengeChecker(ports, { binding: shown.cookie, personId: null }),
    expectedOrigin: origin,
    expectedRPID: new URL(origin).hostname,
    requireUserVerification: true,
    credential: { id, publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter },
  }).catch((cause: unknown) => {
    throw new LanyardError(
      'passkey_refused',
      { why: cause instanceof Error ? cause.message.slice(0, 200) : '' },
      { cause },
    );
  });
  if (!verified) throw new LanyardError('passkey_refused', { why: 'its signature is wrong' });
  return authenticationInfo.newCounter;
}

async function mayUse({ directory }: SigninPorts, passkey: Passkey | null): Promise<Person> {
  const person = passkey && (await directory.personById(passkey.personId));
  if (person?.state !== 'active') throw new LanyardError('passkey_refused', { why: 'its person is not active' });
  if ((await directory.grantsOf(person.id)).length === 0)
    throw new LanyardError('passkey_refused', { why: 'its person has no role' });
  if (!(await directory.setting(person.id, 'admin_sign_in')).value.passkeys)
    throw new LanyardError('passkey_refused', { why: 'passkeys are not allowed for its person' });
  return person;
}

async function auditRefusal(
  { db, clock }: SigninPorts,
  { ip, correlationId }: PasskeyShown,
  passkey: Passkey | null,
  error: LanyardError,
): Promise<void> {
  const actor = { kind: 'stranger', source: ip } as const;
  const details = { code: error.code, ...error.details };
  const entry = { act: 'sign_in.refused', outcome: 'refused', actor, personId: passkey?.personId, details } as const;
  await recordAudit(db.pool, { ...entry, correlationId }, clock.now());
}
