import {
  chooseIdentity,
  configurationKinds,
  providerSupport,
  purposeOfUsage,
  type ConfigurationKind,
  type ConfigurationValue,
  type DeviceCredential,
  type Platform,
} from '@lanyard/contract';

/** A value as its kind has it, with the defaults of what it leaves out. */
export const parsed = <K extends ConfigurationKind>(kind: K, value: unknown): ConfigurationValue<K> =>
  configurationKinds[kind].parse(value) as ConfigurationValue<K>; // sound: the schema that the type is inferred from

/** Which certificates a configuration needs on the device before it is of any use (MAA-011). */
function purposesOf(kind: ConfigurationKind, value: unknown): readonly (keyof typeof purposeOfUsage)[] {
  if (kind === 'identity_certificate') return [parsed(kind, value).usage];
  if (kind === 'client_provided_enrollment') return [parsed(kind, value).purpose];
  if (kind === 'wifi' || kind === 'vpn') return parsed(kind, value).identity === 'none' ? [] : ['Authentication'];
  if (kind !== 'mail') return [];
  const { identity, smimeSigning, smimeEncryption } = parsed(kind, value);
  return [
    ...(identity === 'none' ? [] : (['Authentication'] as const)),
    ...(smimeSigning === 'none' ? [] : (['Signing'] as const)),
    ...(smimeEncryption === 'none' ? [] : (['Encryption'] as const)),
  ];
}

const providerOf = (kind: ConfigurationKind, value: unknown) =>
  kind === 'identity_certificate' || kind === 'client_provided_enrollment' ? parsed(kind, value).provider : 'any';

/**
 * Why a configuration cannot be applied on a device yet.
 * @returns in words; null when it can
 */
export function reasonToWait(
  kind: ConfigurationKind,
  value: unknown,
  platform: Platform,
  credentials: readonly DeviceCredential[],
): string | null {
  const provider = providerOf(kind, value);
  const support = provider === 'any' ? null : providerSupport(provider, platform);
  if (support?.supported === false) return support.reason;
  // EPM-006: no agent but that of iOS keeps certificates that have ended.
  if (platform !== 'ios' && purposesOf(kind, value).includes('Decryption'))
    return 'Decryption of older mail exists on iOS only. Take it out of the app on this platform.';
  for (const usage of purposesOf(kind, value)) {
    const chosen = chooseIdentity({ purpose: purposeOfUsage[usage], provider }, credentials);
    if (typeof chosen === 'string') return chosen;
  }
  return null;
}

/** Which certificate serves each purpose, by its digest: a reference, never a key (ADM-105). */
export function identityIn(
  kind: ConfigurationKind,
  value: unknown,
  credentials: readonly DeviceCredential[],
): { readonly certificates?: Record<string, { credentialId: string; sha256: string }> } {
  const provider = providerOf(kind, value);
  const certificates = purposesOf(kind, value).flatMap((usage) => {
    const purpose = purposeOfUsage[usage];
    const chosen = chooseIdentity({ purpose, provider }, credentials);
    if (typeof chosen === 'string') return [];
    return [[purpose, { credentialId: chosen.credential.id, sha256: chosen.certificate.sha256 }] as const];
  });
  return certificates.length === 0 ? {} : { certificates: Object.fromEntries(certificates) };
}
