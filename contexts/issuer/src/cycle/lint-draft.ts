import { LanyardError } from '@lanyard/kernel';
import { lintTbsCertificate } from '@lanyard/pki';
import type { SigningAuthority } from '../authority/signing-authority.ts';
import type { Draft } from './draft.ts';

/**
 * Refuses octets that break the rules of their profile or of RFC 5280, before a signature makes them a certificate.
 * @throws LanyardError `profile_refused` with what was found
 */
export function lintDraft({ tbs, profile }: Pick<Draft, 'tbs' | 'profile'>, authority: SigningAuthority): void {
  const findings = lintTbsCertificate(tbs, authority.signer.algorithm, profile.rules).filter(
    (f) => f.severity === 'error',
  );
  if (findings.length > 0) throw new LanyardError('profile_refused', { profile: profile.name, findings });
}
