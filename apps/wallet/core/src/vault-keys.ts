import { concatBytes, utf8Encode, type Bytes } from '@lanyard/pki';

/** OWASP's figure for PBKDF2 with HMAC-SHA-256; kept with each salt, so that it can grow. */
export const DEFAULT_ITERATIONS = 600_000;

/** A way into the vault as the device derives it: `offline` is the passcode without the server. */
export type Door = 'passcode' | 'pin' | 'offline';

/** The slow step: 32 bytes from a secret that a person can remember (SP 800-132). */
export async function stretch(secret: string, salt: Bytes, iterations: number): Promise<Bytes> {
  // The same letters typed on another keyboard must give the same octets (RFC 8265 §4.2.2 uses NFC; NFKC also joins widths).
  const key = await crypto.subtle.importKey('raw', utf8Encode(secret.normalize('NFKC')), 'PBKDF2', false, [
    'deriveBits',
  ]);
  return bits(key, { name: 'PBKDF2', hash: 'SHA-256', salt, iterations });
}

/** What the server compares before it gives its share. It tells nothing about the wrap key (RFC 5869 §3.2). */
export const verifierOf = (stretched: Bytes, door: Door): Promise<Bytes> =>
  expand(stretched, `lanyard vault verifier|${door}`);

/**
 * The key that wraps the vault key.
 * @param share the server's 32 bytes; empty for the door that opens without it
 */
export const wrapKeyOf = (stretched: Bytes, share: Bytes, door: Door): Promise<Bytes> =>
  expand(concatBytes(stretched, share), `lanyard vault wrap|${door}`);

async function expand(input: Bytes, label: string): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', input, 'HKDF', false, ['deriveBits']);
  return bits(key, { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: utf8Encode(label) });
}

async function bits(key: CryptoKey, how: Pbkdf2Params | HkdfParams): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
}
