import type { GeneralName, Name, Bytes, PublicKey } from '@lanyard/pki';
import type { SigningAuthority } from '../authority/signing-authority.ts';
import type { Profile } from '../profiles/index.ts';
import { alternativeNames, type NamesInput } from './alternative-names.ts';
import { checkKey } from './key-check.ts';
import { type Validity, validityWithin } from './validity.ts';

/** A verified request: what shall be certified, and how long. */
export interface DraftRequest extends NamesInput {
  readonly profile: Profile;
  readonly subject: Name;
  /** SubjectPublicKeyInfo whose possession was proved. */
  readonly spki: Bytes;
  readonly notAfter: Date;
  readonly policies: readonly string[];
}

/** A request that its profile takes, with what follows from it. */
export interface CheckedRequest extends Validity {
  readonly profile: Profile;
  readonly subject: Name;
  readonly spki: Bytes;
  readonly policies: readonly string[];
  readonly key: PublicKey;
  readonly names: readonly GeneralName[];
}

/**
 * Refuses what can be refused before a serial number is used up: numbers given up burden every CRL, and whoever may
 * send bad requests must not be able to fill it.
 * @param uuid for profiles whose certificates each have their own
 * @throws LanyardError `csr_malformed`, `csr_wrong_key`, `csr_weak_key`, `profile_refused`
 */
export function checkRequest(
  request: DraftRequest,
  authority: SigningAuthority,
  uuid: string,
  at: Date,
): CheckedRequest {
  const { profile, subject, spki, policies } = request;
  const key = checkKey(spki, profile);
  const names = alternativeNames(profile, request, uuid);
  const issuer = profile.name === 'root' ? null : authority;
  const wanted = lastsUntil(key, request.notAfter);
  return {
    profile,
    subject,
    spki,
    policies,
    key,
    names,
    ...validityWithin({ at, wanted, maxDays: profile.rules.maxValidityDays, issuer }),
  };
}

/** FPKI CP §6.1.5 and SP 800-78-5: RSA below 3072 bits ends with 2030. */
const RSA_2048_END = new Date('2030-12-31T23:59:59Z');

function lastsUntil(key: PublicKey, wanted: Date): Date {
  return key.kind === 'rsa' && key.bits < 3072 && wanted > RSA_2048_END ? RSA_2048_END : wanted;
}
