import type { CredentialState, DeviceCredential, KeyType, Purpose } from '@lanyard/contract';
import type { Storage } from './ports.ts';
import type { Sealed } from './sealing.ts';

/** A private key as the wallet keeps it, with the certificate that it belongs to. */
export interface StoredKey {
  /** What it is for now: an encryption key of an ended credential is kept for `decryption`. */
  readonly purpose: Purpose;
  /** What it was sealed for: part of the authenticated label, so it never changes. */
  readonly sealedFor: Purpose;
  readonly keyType: KeyType;
  /** DER, base64. */
  readonly certificate: string;
  /** From the issuing CA upwards; DER, base64. */
  readonly chain: readonly string[];
  readonly key: Sealed;
}

export interface StoredCredential {
  readonly id: string;
  readonly name: string;
  readonly provider: DeviceCredential['provider'];
  readonly state: CredentialState;
  readonly stateReason?: string;
  readonly issuedAt: string;
  readonly expiresAt: string;
  readonly keys: readonly StoredKey[];
}

const STORED_UNDER = 'credentials';

export const loadCredentials = async (storage: Storage): Promise<readonly StoredCredential[]> =>
  (await storage.get<readonly StoredCredential[]>(STORED_UNDER)) ?? [];

export const saveCredentials = (storage: Storage, credentials: readonly StoredCredential[]): Promise<void> =>
  storage.put(STORED_UNDER, credentials);

/** Ties a sealed key to its device, credential and purpose. */
export const keyLabel = (deviceId: string, credentialId: string, sealedFor: Purpose): string =>
  `lanyard key|${deviceId}|${credentialId}|${sealedFor}`;

const ENDED: ReadonlySet<CredentialState> = new Set(['replaced', 'revoked', 'expired', 'deleted']);
export const hasEnded = (state: CredentialState): boolean => ENDED.has(state);

/**
 * What remains of a credential that has ended: nothing when it was deleted, else its encryption keys, so that what was
 * encrypted to it stays readable (SP 800-157r1 §2.3).
 */
export function remainsOf(credential: StoredCredential): StoredCredential | undefined {
  if (credential.state === 'deleted') return undefined;
  const keys = credential.keys
    .filter(({ purpose }) => purpose === 'encryption' || purpose === 'decryption')
    .map((key) => ({ ...key, purpose: 'decryption' as const }));
  return keys.length === 0 && credential.state === 'replaced' ? undefined : { ...credential, keys };
}

/** The list with a new credential in it: it replaces the one before of the same provider. */
export function withNew(all: readonly StoredCredential[], added: StoredCredential): readonly StoredCredential[] {
  const others = all
    .filter(({ id }) => id !== added.id)
    .map((old) =>
      old.provider === added.provider && !hasEnded(old.state) ? remainsOf({ ...old, state: 'replaced' }) : old,
    );
  return [added, ...others.filter((old) => old !== undefined)];
}

/** The list as the server says it should be. A credential of which it says nothing stays as it is. */
export function reconciled(
  all: readonly StoredCredential[],
  desired: readonly DeviceCredential[],
): readonly StoredCredential[] {
  const wanted = new Map(desired.map((credential) => [credential.id, credential]));
  return all.flatMap((credential) => {
    const now = wanted.get(credential.id);
    if (now === undefined) return [credential];
    const { stateReason: _before, ...kept } = credential;
    const { state, stateReason, expiresAt } = now;
    const updated = { ...kept, state, expiresAt, ...(stateReason === undefined ? {} : { stateReason }) };
    if (!hasEnded(state)) return [updated];
    return remainsOf(updated) ?? [];
  });
}
