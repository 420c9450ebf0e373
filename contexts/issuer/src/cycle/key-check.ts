import { LanyardError } from '@lanyard/kernel';
import {
  type Bytes,
  keyKindOf,
  keyStrength,
  type KeyStrength,
  parsePublicKey,
  PkiError,
  type PublicKey,
} from '@lanyard/pki';
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
    throw new LanyardError(wrongKind.has(strength.code) ? 'csr_wrong_key' : 'csr_weak_key', {
      reason: strength.message,
    });
  }
  const kind = key.kind === 'rsa' && key.pssOnly ? undefined : keyKindOf(key);
  if (kind === undefined || !profile.rules.keys.includes(kind)) {
    throw new LanyardError('csr_wrong_key', { allowed: profile.rules.keys });
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
