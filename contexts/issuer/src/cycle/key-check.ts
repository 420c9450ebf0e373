import type { KeyType } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import { type Bytes, keyStrength, type KeyStrength, parsePublicKey, PkiError, type PublicKey } from '@lanyard/pki';
import type { Profile } from '../profiles/index.ts';

type Weakness = Exclude<KeyStrength, { acceptable: true }>['code'];

const wrongKind: ReadonlySet<Weakness> = new Set(['curve_not_allowed', 'key_kind_not_allowed']);

/**
 * Whether a key may be certified under a profile.
 * @param spki SubjectPublicKeyInfo
 * @throws LanyardError `csr_malformed`, `csr_wrong_key`, `csr_weak_key`
 */
export function checkKey(spki: Bytes, profile: Profile): PublicKey {
  const key = readKey(spki);
  const strength = keyStrength(key);
  if (!strength.acceptable) {
    throw new LanyardError(wrongKind.has(strength.code) ? 'csr_wrong_key' : 'csr_weak_key', { reason: strength.message });
  }
  const type = keyTypeOf(key);
  if (type === undefined || !profile.keyTypes.includes(type)) {
    throw new LanyardError('csr_wrong_key', { allowed: profile.keyTypes });
  }
  return key;
}

function readKey(spki: Bytes): PublicKey {
  try {
    return parsePublicKey(spki);
  } catch (cause) {
    if (cause instanceof PkiError) throw new LanyardError('csr_malformed', { reason: cause.reason }, { cause });
    throw cause;
  }
}

function keyTypeOf(key: PublicKey): KeyType | undefined {
  if (key.kind === 'ec') return key.curve === 'P-256' ? 'ec-p256' : key.curve === 'P-384' ? 'ec-p384' : undefined;
  if (key.kind !== 'rsa' || key.pssOnly) return undefined;
  return key.bits === 2048 ? 'rsa-2048' : key.bits === 3072 ? 'rsa-3072' : key.bits === 4096 ? 'rsa-4096' : undefined;
}
