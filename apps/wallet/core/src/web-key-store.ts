import { publicJwk, type PublicJwk } from '@lanyard/contract';
import { viewOf, type Bytes } from '@lanyard/pki';
import { openHpke } from './hpke.ts';
import type { KeyStore, Storage } from './ports.ts';

interface KeyPairs {
  readonly signing: CryptoKeyPair;
  readonly agreement: CryptoKeyPair;
}

const STORED_UNDER = 'device-keys';

/**
 * Device keys made by WebCrypto and not extractable, kept in a storage that can hold a `CryptoKey`.
 *
 * "Not extractable" is a rule of the API, not protection at rest: whoever copies the whole profile copies the keys.
 * The vault is made so that such a copy still opens nothing without the server.
 */
export function webKeyStore(storage: Storage): KeyStore {
  let pairs: Promise<KeyPairs> | undefined;
  const load = (): Promise<KeyPairs> => (pairs ??= loadOrMake(storage));
  return {
    publicKeys: async () => {
      const { signing, agreement } = await load();
      return { signing: await exportJwk(signing.publicKey), agreement: await exportJwk(agreement.publicKey) };
    },
    sign: async (data) => signWith((await load()).signing.privateKey, data),
    openSealed: async (sealed) => openHpke((await load()).agreement, sealed),
    erase: async () => {
      pairs = undefined;
      await storage.delete(STORED_UNDER);
    },
  };
}

async function loadOrMake(storage: Storage): Promise<KeyPairs> {
  const stored = await storage.get<KeyPairs>(STORED_UNDER);
  if (stored !== undefined) return stored;
  const [signing, agreement] = await Promise.all([
    crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']),
    crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']),
  ]);
  const made = { signing, agreement };
  await storage.put(STORED_UNDER, made);
  return made;
}

async function signWith(key: CryptoKey, data: Bytes): Promise<Bytes> {
  return viewOf(new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, data)));
}

/** The public half as the contract writes it: four members and no more. */
export async function exportJwk(key: CryptoKey): Promise<PublicJwk> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', key);
  return publicJwk.parse({ kty, crv, x, y });
}
