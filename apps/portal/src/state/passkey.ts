import type { PasskeyInput, PasskeyView, SessionView } from '@lanyard/contract';
import { passkeyOptions, passkeyView, sessionView } from '@lanyard/contract';
import { call } from '../api/client.ts';
import { passkeyRefusal, type PasskeyRefusal } from '../words/passkey-words.ts';

/** Whether this browser has passkeys, with the JSON helpers of the platform (WebAuthn L3 §5.1.8 to §5.1.10). */
export const browserHasPasskeys = (): boolean =>
  typeof PublicKeyCredential === 'function' && typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function';

/** The browser gave no passkey. */
export class PasskeyDeclined extends Error {
  readonly refusal: PasskeyRefusal;
  constructor(refusal: PasskeyRefusal, options?: ErrorOptions) {
    super(refusal, options);
    this.name = 'PasskeyDeclined';
    this.refusal = refusal;
  }
}

/**
 * Asks the authenticator for a proof of any passkey that it has for this portal, and signs in with it.
 * @throws PasskeyDeclined, ApiError
 */
export async function signInWithPasskey(): Promise<SessionView> {
  const { options } = await call(passkeyOptions, 'POST', '/api/sign-in/passkey');
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const credential = await asked(navigator.credentials.get({ publicKey }));
  return call(sessionView, 'POST', '/api/session/passkey', { credential: credential.toJSON() });
}

/**
 * Makes a passkey for the person who is signed in.
 * @param name where it is, in the person's words
 * @throws PasskeyDeclined, ApiError
 */
export async function addPasskey(name: string): Promise<PasskeyView> {
  const { options } = await call(passkeyOptions, 'POST', '/api/passkeys/options');
  // sound: the server made them in the form of the standard, and the browser judges them
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  const credential = await asked(navigator.credentials.create({ publicKey }));
  const made: Pick<PasskeyInput, 'name'> & { credential: unknown } = { name, credential: credential.toJSON() };
  return call(passkeyView, 'POST', '/api/passkeys', made);
}

async function asked(question: Promise<Credential | null>): Promise<PublicKeyCredential> {
  const credential = await question.catch((cause: unknown) => {
    throw new PasskeyDeclined(passkeyRefusal(cause instanceof DOMException ? cause.name : ''), { cause });
  });
  if (credential instanceof PublicKeyCredential) return credential;
  throw new PasskeyDeclined('closed');
}
