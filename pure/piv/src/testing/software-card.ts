import { constants, createECDH, createPrivateKey, privateDecrypt } from 'node:crypto';
import { p256, p384 } from '@noble/curves/nist.js';
import { generateKeyPair, nodeRandom } from '@lanyard/crypto';
import { type Bytes, parsePublicKey, viewOf } from '@lanyard/pki';
import type { KeyAlgorithm } from '../algorithms.ts';
import type { CardKeys, CardPorts, KeyRefusal, PinStore } from '../ports.ts';

export const PIN = '739154';
const MOST_TRIES = 3;

export interface TestKey {
  readonly algorithm: KeyAlgorithm;
  readonly pkcs8: Bytes;
  readonly spki: Bytes;
}

export const testKey = (algorithm: KeyAlgorithm): TestKey => ({ algorithm, ...generateKeyPair(algorithm) });

/** Keys in memory, as a judge's card would have them. `refusal` makes every use fail. */
export function testKeys(slots: ReadonlyMap<number, TestKey>): CardKeys & { refusal: KeyRefusal | undefined } {
  const opened = new Map(
    [...slots].map(([slot, key]) => {
      const object = createPrivateKey({ key: Buffer.from(key.pkcs8), format: 'der', type: 'pkcs8' });
      return [slot, { ...key, object, secret: Buffer.from(object.export({ format: 'jwk' }).d ?? '', 'base64url') }];
    }),
  );
  const keyOf = (slot: number) => opened.get(slot) ?? raise(`no key in ${slot}`);
  const secret = (slot: number) => keyOf(slot).secret;
  const keys = {
    refusal: undefined as KeyRefusal | undefined,
    algorithmOf: (slot: number) => slots.get(slot)?.algorithm,
    signDigest: async (slot: number, digest: Bytes) => {
      const curve = keyOf(slot).algorithm === 'ec-p384' ? p384 : p256;
      return keys.refusal ?? viewOf(curve.sign(digest, secret(slot), { prehash: false, format: 'der' }));
    },
    agree: async (slot: number, point: Bytes) => {
      const own = createECDH(keyOf(slot).algorithm === 'ec-p384' ? 'secp384r1' : 'prime256v1');
      own.setPrivateKey(secret(slot));
      return keys.refusal ?? viewOf(own.computeSecret(point));
    },
    rsa: async (slot: number, block: Bytes) =>
      keys.refusal ?? viewOf(privateDecrypt({ key: keyOf(slot).object, padding: constants.RSA_NO_PADDING }, block)),
  };
  return keys;
}

export const pointOf = (spki: Bytes): Bytes => {
  const key = parsePublicKey(spki);
  return key.kind === 'ec' ? key.point : raise('no EC key');
};

/** A PIN with tries, as the vault keeps it. */
export function testPin(): PinStore & { readonly calls: string[]; left: number } {
  let pin = PIN;
  const store = {
    calls: [] as string[],
    left: MOST_TRIES,
    triesLeft: async () => store.left,
    verify: async (given: string) => compare(given === pin, 'verify'),
    change: async (present: string, next: string) => {
      if (next === '123456') return { kind: 'refused' } as const;
      const outcome = compare(present === pin, 'change');
      if (outcome.kind === 'right') pin = next;
      return outcome;
    },
    unblock: async (code: Bytes, next: string) => {
      if (Buffer.from(code).toString('latin1') !== 'UNBLOCK!') return { kind: 'wrong', triesLeft: 4 } as const;
      store.left = MOST_TRIES;
      pin = next;
      return { kind: 'right' } as const;
    },
    forget: () => void store.calls.push('forget'),
  };
  const compare = (right: boolean, call: string) => {
    store.calls.push(call);
    if (store.left === 0) return { kind: 'blocked' } as const;
    store.left = right ? MOST_TRIES : store.left - 1;
    if (right) return { kind: 'right' } as const;
    return store.left === 0 ? ({ kind: 'blocked' } as const) : ({ kind: 'wrong', triesLeft: store.left } as const);
  };
  return store;
}

export function testPorts(
  changes: Partial<CardPorts> & { readonly held?: ReadonlyMap<number, Bytes> } = {},
): CardPorts {
  const { held = new Map<number, Bytes>(), ...ports } = changes;
  return {
    objects: { read: (tag) => held.get(tag) },
    keys: testKeys(new Map()),
    pin: testPin(),
    random: nodeRandom,
    ...ports,
  };
}

function raise(message: string): never {
  throw new Error(message);
}
