import { x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concatBytes, utf8Encode, viewOf } from '@lanyard/pki';
import { WalletError } from '../errors.ts';
import type { RandomBytes } from '../ports.ts';
import { noiseCipher, type NoiseCipher, TAG_OCTETS } from './noise-cipher.ts';

const PROTOCOL = 'Noise_XX_25519_ChaChaPoly_SHA256';
export const KEY_OCTETS = 32;
const NOTHING: Bytes = new Uint8Array(0);

/** §7.5: each side sends its ephemeral key, then its static one, sealed. */
const XX: readonly (readonly Token[])[] = [['e'], ['e', 'ee', 's', 'es'], ['s', 'se']];
type Token = 'e' | 's' | 'ee' | 'es' | 'se';

export interface NoiseKeys {
  readonly privateKey: Bytes;
  readonly publicKey: Bytes;
}

export const noiseKeys = (privateKey: Bytes): NoiseKeys => ({
  privateKey,
  publicKey: viewOf(x25519.getPublicKey(privateKey)),
});
export const makeNoiseKeys = (random: RandomBytes): NoiseKeys => noiseKeys(random(KEY_OCTETS));

export interface NoiseOptions {
  readonly initiator: boolean;
  /** What both sides must agree on without sending it. */
  readonly prologue: Bytes;
  readonly own: NoiseKeys;
  /** Made for this handshake and no other. */
  readonly ephemeral: NoiseKeys;
}

export interface NoiseHandshake {
  /** Messages still to be written or read. */
  readonly left: number;
  /** The other side's static key, as soon as it was read. */
  readonly remote: Bytes | undefined;
  write(payload?: Uint8Array): Bytes;
  /** @throws WalletError `link_broken`; the handshake is over then */
  read(message: Uint8Array): Bytes;
  /** After the last message. */
  finish(): NoiseSession;
}

export interface NoiseSession {
  readonly send: NoiseCipher;
  readonly receive: NoiseCipher;
  /** Names this session and no other, the same on both sides (§11.2). */
  readonly hash: Bytes;
  /** The other side's static key; whose it is, the caller must know. */
  readonly remote: Bytes;
}

/** The handshake XX of the Noise Protocol Framework, revision 34, over X25519, ChaCha20-Poly1305 and SHA-256. */
export function noiseHandshake({ initiator, prologue, own, ephemeral }: NoiseOptions): NoiseHandshake {
  const symmetric = symmetricState(prologue);
  const remote: { e: Bytes | undefined; s: Bytes | undefined } = { e: undefined, s: undefined };
  let step = 0;
  const take = (writing: boolean): readonly Token[] => {
    const tokens = XX[step];
    if (tokens === undefined || (step % 2 === 0) === (initiator !== writing))
      throw new WalletError('link_broken', { why: 'turn' });
    step += 1;
    return tokens;
  };
  const agree = (token: 'ee' | 'es' | 'se'): void => {
    // The first letter names the initiator's key, the second the responder's.
    const [mine, theirs] = initiator ? [token[0], token[1]] : [token[1], token[0]];
    const secret = shared(mine === 'e' ? ephemeral : own, theirs === 'e' ? remote.e : remote.s);
    symmetric.mixKey(secret);
  };
  const writeToken = (token: Token): Bytes => {
    if (token === 's') return symmetric.seal(own.publicKey);
    if (token !== 'e') return (agree(token), NOTHING);
    symmetric.mixHash(ephemeral.publicKey);
    return ephemeral.publicKey;
  };
  return {
    get left() {
      return XX.length - step;
    },
    get remote() {
      return remote.s;
    },
    write: (payload = NOTHING) => {
      const keys = take(true).map(writeToken);
      return concatBytes(...keys, symmetric.seal(payload));
    },
    read: (message) => {
      let rest = message;
      const cut = (octets: number): Bytes => {
        if (rest.length < octets) throw new WalletError('link_broken', { why: 'short' });
        const piece = viewOf(rest.slice(0, octets));
        rest = rest.subarray(octets);
        return piece;
      };
      for (const token of take(false)) {
        if (token === 'e') symmetric.mixHash((remote.e = cut(KEY_OCTETS)));
        else if (token === 's') remote.s = symmetric.open(cut(KEY_OCTETS + TAG_OCTETS));
        else agree(token);
      }
      return symmetric.open(rest);
    },
    finish: () => {
      if (step < XX.length || remote.s === undefined) throw new WalletError('link_broken', { why: 'unfinished' });
      const [first, second] = symmetric.split();
      const [send, receive] = initiator ? [first, second] : [second, first];
      return { send: noiseCipher(send), receive: noiseCipher(receive), hash: symmetric.hash(), remote: remote.s };
    },
  };
}

/** SymmetricState (§5.2). */
function symmetricState(prologue: Bytes) {
  // The name has 32 octets exactly, so that it stands for its own hash (§5.2 InitializeSymmetric).
  let hash = utf8Encode(PROTOCOL);
  let chain: Bytes = hash;
  let cipher: NoiseCipher | undefined;
  const derive = (input: Uint8Array): [Bytes, Bytes] => {
    const out = hkdf(sha256, input, chain, undefined, 2 * KEY_OCTETS);
    return [viewOf(out.slice(0, KEY_OCTETS)), viewOf(out.slice(KEY_OCTETS))];
  };
  const mixHash = (data: Uint8Array): void => {
    hash = viewOf(sha256(concatBytes(hash, data)));
  };
  mixHash(prologue);
  return {
    mixHash,
    mixKey: (secret: Bytes): void => {
      const [nextChain, key] = derive(secret);
      secret.fill(0);
      chain = nextChain;
      cipher = noiseCipher(key);
    },
    seal: (plain: Uint8Array): Bytes => {
      const sealed = cipher === undefined ? viewOf(plain.slice()) : cipher.seal(plain, hash);
      mixHash(sealed);
      return sealed;
    },
    open: (sealed: Uint8Array): Bytes => {
      const plain = cipher === undefined ? viewOf(sealed.slice()) : cipher.open(sealed, hash);
      mixHash(sealed);
      return plain;
    },
    split: (): [Bytes, Bytes] => derive(NOTHING),
    hash: (): Bytes => hash,
  };
}

function shared(mine: NoiseKeys, theirs: Bytes | undefined): Bytes {
  if (theirs === undefined) throw new WalletError('link_broken', { why: 'turn' });
  try {
    return viewOf(x25519.getSharedSecret(mine.privateKey, theirs));
  } catch (error) {
    // A point of small order gives a secret that everybody knows.
    throw new WalletError('link_broken', { why: 'key' }, error);
  }
}
