import type { DeviceCredential, PendingRequest } from '@lanyard/contract';

const dates = { notBefore: '2026-01-01T00:00:00.000Z', notAfter: '2028-01-01T00:00:00.000Z' };
const view = { serial: '01', subject: '', issuer: '', keystore: 'wallet', protection: 'software' } as const;

/** Every other device has a derived credential, so that what needs one waits on some and not on others. */
export function credentialsOf(deviceId: string): {
  readonly request: PendingRequest | null;
  readonly credentials: readonly DeviceCredential[];
} {
  if (Number.parseInt(deviceId.slice(0, 1), 16) % 2 === 0) return { request: null, credentials: [] };
  const certificates = (['authentication', 'signing', 'encryption'] as const).map((purpose) => ({
    purpose,
    ...view,
    ...dates,
    sha256: `${deviceId} ${purpose}`,
  }));
  const credential = { id: deviceId, name: 'Derived', provider: 'lanyard', state: 'active' } as const;
  const ends = { issuedAt: dates.notBefore, expiresAt: dates.notAfter };
  return { request: null, credentials: [{ ...credential, ...ends, certificates }] };
}
