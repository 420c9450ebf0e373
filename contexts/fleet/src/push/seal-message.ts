import { createCipheriv, createECDH, hkdfSync } from 'node:crypto';

/** What a browser gave away: its key agreement key and the secret that it shares with us (RFC 8291 §3.1). */
export interface PushRecipient {
  /** An uncompressed point of P-256, 65 octets. */
  readonly p256dh: Uint8Array;
  /** 16 octets. */
  readonly auth: Uint8Array;
}

/** Fresh for every message. */
export interface PushSecrets {
  /** A private key of P-256, 32 octets. */
  readonly scalar: Uint8Array;
  /** 16 octets. */
  readonly salt: Uint8Array;
}

/** RFC 8188 §2.1: one record, larger than any message here. */
const RECORD_OCTETS = 4_096;
/** RFC 8188 §2: ends the last record. */
const LAST = 0x02;

/**
 * Seals a message for a browser, so that the push service between cannot read it (RFC 8291 §3.4, RFC 8188 §2).
 * @param plaintext up to 3993 octets (RFC 8291 §4)
 * @throws when `p256dh` is no point of the curve, or `scalar` no private key
 */
export function sealMessage(to: PushRecipient, plaintext: Uint8Array, { scalar, salt }: PushSecrets): Buffer {
  const own = createECDH('prime256v1');
  own.setPrivateKey(scalar);
  const publicKey = own.getPublicKey();
  const context = Buffer.concat([Buffer.from('WebPush: info\0'), to.p256dh, publicKey]);
  const secret = derive(own.computeSecret(to.p256dh), to.auth, context, 32);
  const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const sealed = [cipher.update(plaintext), cipher.update(Uint8Array.of(LAST)), cipher.final(), cipher.getAuthTag()];
  const record = Buffer.alloc(4);
  record.writeUInt32BE(RECORD_OCTETS);
  return Buffer.concat([salt, record, Uint8Array.of(publicKey.length), publicKey, ...sealed]);
}

const derive = (secret: Uint8Array, salt: Uint8Array, info: Uint8Array, octets: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, octets));
