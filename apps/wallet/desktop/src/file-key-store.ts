import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJwk, openHpke, type KeyStore } from '@lanyard/wallet/core';
import { writeAtomically } from './atomic-write.ts';
import { readOptional } from './file-storage.ts';

interface StoredKeys {
  readonly signing: JsonWebKey;
  readonly agreement: JsonWebKey;
}

const SIGNING = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const AGREEMENT = { name: 'ECDH', namedCurve: 'P-256' } as const;

/**
 * The device's two keys in one file that only its owner may read.
 *
 * That is all the protection a file has: who can read the holder's files can be this device. Sealing the file under
 * another file would hide nothing. What guards the credentials is the vault, which such a copy does not open; and in
 * memory the keys are not extractable, so that no other part of the program hands them on.
 */
export function fileKeyStore(folder: string): KeyStore {
  const path = join(folder, 'device-keys.json');
  let loaded: Promise<LoadedKeys> | undefined;
  const load = (): Promise<LoadedKeys> => (loaded ??= loadOrMake(path));
  return {
    publicKeys: async () => {
      const { signing, agreement } = await load();
      return { signing: await exportJwk(signing.publicKey), agreement: await exportJwk(agreement.publicKey) };
    },
    sign: async (data) => {
      const { signing } = await load();
      return new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, signing.privateKey, data));
    },
    openSealed: async (sealed) => openHpke((await load()).agreement, sealed),
    erase: async () => {
      loaded = undefined;
      await rm(path, { force: true });
    },
  };
}

interface LoadedKeys {
  readonly signing: CryptoKeyPair;
  readonly agreement: CryptoKeyPair;
}

async function loadOrMake(path: string): Promise<LoadedKeys> {
  const stored = await readOptional(path);
  // Written below and by nobody else; a damaged file fails at the import.
  const keys = stored === undefined ? await makeKeys(path) : (JSON.parse(stored) as StoredKeys);
  return {
    signing: await importPair(keys.signing, SIGNING, 'sign', 'verify'),
    agreement: await importPair(keys.agreement, AGREEMENT, 'deriveBits'),
  };
}

async function makeKeys(path: string): Promise<StoredKeys> {
  const signing = await crypto.subtle.generateKey(SIGNING, true, ['sign', 'verify']);
  const agreement = await crypto.subtle.generateKey(AGREEMENT, true, ['deriveBits']);
  const keys = {
    signing: await crypto.subtle.exportKey('jwk', signing.privateKey),
    agreement: await crypto.subtle.exportKey('jwk', agreement.privateKey),
  };
  await writeAtomically(path, JSON.stringify(keys));
  return keys;
}

async function importPair(
  { kty, crv, x, y, d }: JsonWebKey,
  algorithm: EcKeyImportParams,
  privateUse: KeyUsage,
  publicUse?: KeyUsage,
): Promise<CryptoKeyPair> {
  const open = Object.fromEntries(Object.entries({ kty, crv, x, y }).filter(([, value]) => value !== undefined));
  return {
    privateKey: await crypto.subtle.importKey('jwk', { ...open, ...(d === undefined ? {} : { d }) }, algorithm, false, [
      privateUse,
    ]),
    publicKey: await crypto.subtle.importKey('jwk', open, algorithm, true, publicUse === undefined ? [] : [publicUse]),
  };
}
