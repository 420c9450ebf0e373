import { LanyardError } from '@lanyard/kernel';
import { assembleCertificate, type Certificate, parseCertificate } from '@lanyard/pki';
import type { SigningAuthority } from '../authority/signing-authority.ts';
import type { Profile } from '../profiles/index.ts';
import type { Draft } from './draft.ts';

/** Stands for the signature while a certificate is linted. */
const UNSIGNED = new Uint8Array(8);

/**
 * Refuses octets that break the rules of their profile or of RFC 5280, before a signature makes them a certificate.
 * @throws LanyardError `profile_refused` with what was found
 */
export function lintDraft({ tbs, profile }: Draft, authority: SigningAuthority): void {
  const certificate = parseCertificate(assembleCertificate(tbs, authority.signer.algorithm, UNSIGNED));
  const findings = findingsOf(certificate, profile);
  if (findings.length > 0) throw new LanyardError('profile_refused', { profile: profile.name, findings });
}

function findingsOf({ publicKey, keyUsage }: Certificate, profile: Profile): { rule: string }[] {
  const usages = publicKey.kind === 'rsa' ? profile.keyUsage.rsa : profile.keyUsage.ec;
  return keyUsage !== undefined && usages.length === keyUsage.size && usages.every((u) => keyUsage.has(u)) ? [] : [{ rule: 'key_usage' }];
}
