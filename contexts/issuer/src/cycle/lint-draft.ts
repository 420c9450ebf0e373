import { LanyardError } from '@lanyard/kernel';
import { type TbsLinter, tbsLinter } from '@lanyard/pki';
import type { SigningAuthority } from '../authority/signing-authority.ts';
import type { Profile } from '../profiles/index.ts';
import type { Draft } from './draft.ts';

/**
 * Refuses octets that break the rules of their profile or of RFC 5280, before a signature makes them a certificate.
 * @throws LanyardError `profile_refused` with what was found
 */
export function lintDraft(
  { tbs, profile, key }: Pick<Draft, 'tbs' | 'profile' | 'key'>,
  authority: SigningAuthority,
): void {
  const findings = linterOf(authority, profile)(tbs, key).filter((f) => f.severity === 'error');
  if (findings.length > 0) throw new LanyardError('profile_refused', { profile: profile.name, findings });
}

const linters = new WeakMap<SigningAuthority, Map<Profile, TbsLinter>>();

/** One for each kind of certificate under an authority: what its certificates have in common is read once. */
function linterOf(authority: SigningAuthority, profile: Profile): TbsLinter {
  const ofAuthority = linters.get(authority) ?? new Map<Profile, TbsLinter>();
  const linter = ofAuthority.get(profile) ?? tbsLinter(authority.signer.algorithm, profile.rules);
  ofAuthority.set(profile, linter);
  linters.set(authority, ofAuthority);
  return linter;
}
