import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { type Bytes, viewOf } from '@lanyard/pki';
import { WalletError } from '../errors.ts';

const NONCE_OCTETS = 12;
/** Octets that sealing adds: the Poly1305 tag. */
export const TAG_OCTETS = 16;
const NOTHING: Bytes = new Uint8Array(0);

/** CipherState of the Noise Protocol Framework, revision 34, §5.1, with ChaChaPoly (§12.3): a key and a counter. */
export interface NoiseCipher {
  seal(plain: Uint8Array, associated?: Uint8Array): Bytes;
  /** @throws WalletError `link_broken` for octets that the other side did not seal, or not in this place */
  open(sealed: Uint8Array, associated?: Uint8Array): Bytes;
  /** §4.2 REKEY: a new key from the old one, which cannot be had back. */
  rekey(): void;
}

/** @param key 32 octets; taken over, and overwritten by `rekey` */
export function noiseCipher(key: Bytes): NoiseCipher {
  let counter = 0;
  const next = (): Bytes => {
    if (counter >= Number.MAX_SAFE_INTEGER) throw new WalletError('link_broken', { why: 'counter' });
    return nonceOf(counter);
  };
  return {
    seal: (plain, associated = NOTHING) => {
      const sealed = chacha20poly1305(key, next(), associated).encrypt(plain);
      counter += 1;
      return viewOf(sealed);
    },
    open: (sealed, associated = NOTHING) => {
      const plain = opened(key, next(), sealed, associated);
      counter += 1;
      return plain;
    },
    rekey: () => {
      const fresh = chacha20poly1305(key, LAST_NONCE).encrypt(new Uint8Array(32)).subarray(0, 32);
      key.set(fresh);
    },
  };
}

function opened(key: Bytes, nonce: Bytes, sealed: Uint8Array, associated: Uint8Array): Bytes {
  if (sealed.length < TAG_OCTETS) throw new WalletError('link_broken', { why: 'short' });
  try {
    return viewOf(chacha20poly1305(key, nonce, associated).decrypt(sealed));
  } catch (error) {
    throw new WalletError('link_broken', { why: 'tag' }, error);
  }
}

/** 32 bits of zeros and 64 of the counter, least octet first (§12.3). */
function nonceOf(counter: number): Bytes {
  const nonce = new Uint8Array(NONCE_OCTETS);
  new DataView(nonce.buffer).setBigUint64(4, BigInt(counter), true);
  return nonce;
}

/** 2^64 − 1 is kept for REKEY (§4.2). */
const LAST_NONCE = new Uint8Array([0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255]);
