import type { KeyType, Purpose } from '@lanyard/contract';
import type { Bytes } from '@lanyard/pki';
import { walletPolicy } from './check-in.ts';
import { keyLabel, loadCredentials, type StoredCredential, type StoredKey } from './credential-record.ts';
import { WalletError } from './errors.ts';
import { importForSigning } from './key-material.ts';
import type { Clock, Storage } from './ports.ts';
import { signForX509 } from './signature-form.ts';
import type { Vault } from './vault.ts';

interface KeyPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly deviceId: () => Promise<string>;
}

/** Which key: of a credential, or of the one active credential that has it. */
export interface KeyChoice {
  readonly purpose: Purpose;
  readonly credentialId?: string;
}

/**
 * Signs data with an active credential's key: the operation that managed apps are given instead of key bytes.
 * @returns the signature as X.509 writes it: DER for ECDSA, PKCS#1 v1.5 for RSA; SHA-256, or SHA-384 for P-384
 * @throws WalletError `vault_locked`, `no_such_credential`, `no_such_key`, `credential_not_usable`
 */
export async function sign(
  ports: KeyPorts,
  choice: KeyChoice & { readonly purpose: 'authentication' | 'signing' },
  data: Bytes,
): Promise<Bytes> {
  const { credential, stored } = await findKey(ports, choice);
  requireUsable(ports, credential);
  const pkcs8 = await unsealed(ports, { credential, stored });
  const key = await importForSigning(stored.keyType, pkcs8);
  pkcs8.fill(0);
  return signForX509(key, stored.keyType, data);
}

export interface ExportedKey {
  readonly purpose: Purpose;
  readonly pkcs8: Bytes;
  /** DER, base64, and so the chain, from the issuing CA upwards. */
  readonly certificate: string;
  readonly chain: readonly string[];
}

/**
 * Hands out a key's bytes, only where the organisation's policy says so.
 * @throws WalletError `key_export_refused`, `vault_locked`, `no_such_key` …
 */
export async function exportKey(ports: KeyPorts, choice: KeyChoice): Promise<ExportedKey> {
  if (!(await walletPolicy(ports.storage)).keyExport) throw new WalletError('key_export_refused');
  const { credential, stored } = await findKey(ports, choice);
  if (choice.purpose !== 'decryption') requireUsable(ports, credential);
  const pkcs8 = await unsealed(ports, { credential, stored });
  return { purpose: stored.purpose, pkcs8, certificate: stored.certificate, chain: stored.chain };
}

/** A private key for the moment of one use. */
export interface OpenKey {
  readonly keyType: KeyType;
  /** Overwritten when the use has ended. */
  readonly pkcs8: Bytes;
}

/**
 * Opens the key of a certificate for one operation that `sign` does not offer, inside this program: what a card does.
 * @param certificate DER, base64
 * @throws WalletError `vault_locked`, `no_such_key`, `credential_not_usable`
 */
export async function useKey<T>(ports: KeyPorts, certificate: string, use: (key: OpenKey) => Promise<T>): Promise<T> {
  const { credential, stored } = await findKeyOf(ports, certificate);
  if (stored.purpose !== 'decryption') requireUsable(ports, credential);
  const pkcs8 = await unsealed(ports, { credential, stored });
  try {
    return await use({ keyType: stored.keyType, pkcs8 });
  } finally {
    pkcs8.fill(0);
  }
}

async function findKeyOf({ storage }: KeyPorts, certificate: string): Promise<FoundKey> {
  for (const credential of await loadCredentials(storage)) {
    const stored = credential.keys.find((key) => key.certificate === certificate);
    if (stored !== undefined) return { credential, stored };
  }
  throw new WalletError('no_such_key');
}

interface FoundKey {
  readonly credential: StoredCredential;
  readonly stored: StoredKey;
}

/** The newest credential that has such a key, the one in force before any other. */
async function findKey({ storage }: KeyPorts, { purpose, credentialId }: KeyChoice): Promise<FoundKey> {
  const all = (await loadCredentials(storage)).filter(({ id }) => credentialId === undefined || id === credentialId);
  if (all.length === 0) throw new WalletError('no_such_credential');
  const found = all.flatMap((credential) =>
    credential.keys.filter((key) => key.purpose === purpose).map((stored) => ({ credential, stored })),
  );
  const chosen = found.find(({ credential }) => credential.state === 'active') ?? found[0];
  if (chosen === undefined) throw new WalletError('no_such_key');
  return chosen;
}

/** @throws WalletError `vault_locked` */
const unsealed = async ({ vault, deviceId }: KeyPorts, { credential, stored }: FoundKey): Promise<Bytes> =>
  vault.unseal(keyLabel(await deviceId(), credential.id, stored.sealedFor), stored.key);

function requireUsable({ clock }: KeyPorts, { state, expiresAt }: StoredCredential): void {
  if (state !== 'active' || Date.parse(expiresAt) <= clock()) throw new WalletError('credential_not_usable', { state });
}
