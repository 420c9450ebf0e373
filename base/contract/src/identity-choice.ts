import type { CertificateView, Provider, Purpose } from './common.ts';
import type { DeviceCredential } from './device.ts';

export interface IdentityWanted {
  readonly purpose: Purpose;
  readonly provider: Provider | 'any';
}

export interface IdentityChosen {
  readonly credential: DeviceCredential;
  readonly certificate: CertificateView;
}

const newestFirst = (a: DeviceCredential, b: DeviceCredential): number =>
  b.issuedAt.localeCompare(a.issuedAt) || a.id.localeCompare(b.id);

/**
 * Which certificate of a device's credentials an identity certificate configuration means: of the provider named, or of
 * any, the newest that is active.
 * @returns the certificate, or why there is none, in words
 */
export function chooseIdentity(
  { purpose, provider }: IdentityWanted,
  credentials: readonly DeviceCredential[],
): IdentityChosen | string {
  const ofProvider = credentials.filter((one) => provider === 'any' || one.provider === provider);
  for (const credential of ofProvider.filter(({ state }) => state === 'active').toSorted(newestFirst)) {
    const certificate = credential.certificates.find((one) => one.purpose === purpose);
    if (certificate !== undefined) return { credential, certificate };
  }
  if (ofProvider.some(({ state }) => state === 'active'))
    return `waits until the derived credential has a certificate for ${purpose}`;
  if (ofProvider.some(({ state }) => state === 'suspended'))
    return 'waits until the derived credential is no longer suspended';
  return 'waits until the derived credential is activated';
}
