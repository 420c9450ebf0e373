import { utf8Encode, type Bytes } from '@lanyard/pki';
import type { RandomBytes } from './ports.ts';

/** AES-256-GCM: a fresh 96-bit nonce and the ciphertext with its tag. */
export interface Sealed {
  readonly nonce: Bytes;
  readonly data: Bytes;
}

/**
 * Seals octets under a 32-byte key. The label is authenticated, so that a sealed value moved to another place (another
 * device, credential or purpose) does not open there.
 */
export async function seal(key: Bytes, label: string, plain: Bytes, random: RandomBytes): Promise<Sealed> {
  const nonce = random(12);
  const data = await crypto.subtle.encrypt(gcm(nonce, label), await aesKey(key, 'encrypt'), plain);
  return { nonce, data: new Uint8Array(data) };
}

/** Undefined when the key, the label or the octets are not those that were sealed. */
export async function unseal(key: Bytes, label: string, sealed: Sealed): Promise<Bytes | undefined> {
  const aes = await aesKey(key, 'decrypt');
  try {
    return new Uint8Array(await crypto.subtle.decrypt(gcm(sealed.nonce, label), aes, sealed.data));
  } catch {
    // WebCrypto says OperationError for a wrong tag and nothing else can fail here.
    return undefined;
  }
}

const gcm = (iv: Bytes, label: string): AesGcmParams => ({ name: 'AES-GCM', iv, additionalData: utf8Encode(label) });

const aesKey = (key: Bytes, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', key, 'AES-GCM', false, [use]);
