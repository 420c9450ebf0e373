import type { PortalAuthenticationSetting, SettingKind } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import { fromPem, nameToString, parseCertificate } from '@lanyard/pki';
import { certificateFault } from './certificate-fault.ts';

/**
 * Holds the certificates that a change adds to "Self Service Portal Authentication" to what a trusted issuer must be.
 * One that was there before may have ended since: that keeps nobody from changing something else.
 * @throws LanyardError `ca_certificate_refused` naming the field and the certificate
 */
export function refuseBadCertificates(kind: SettingKind, value: object, before: unknown, now: Date): void {
  if (kind !== 'portal_authentication') return;
  const { anchors, intermediates } = value as PortalAuthenticationSetting; // sound: the value is one of this kind
  const old = new Set(pemsOf(before).map(squeezed));
  const all = [
    ...anchors.map(({ certificate }, at) => ({ field: `value.anchors.${at}.certificate`, pem: certificate })),
    ...intermediates.map((pem, at) => ({ field: `value.intermediates.${at}`, pem })),
  ];
  for (const { field, pem } of all) if (!old.has(squeezed(pem))) refuse(field, pem, now);
}

function refuse(field: string, pem: string, now: Date): void {
  const certificate = read(pem);
  if (certificate === null)
    throw new LanyardError('ca_certificate_refused', {
      field,
      reason: 'unreadable',
      message: 'is not one certificate in PEM form',
    });
  const fault = certificateFault(certificate, now);
  if (fault === null) return;
  const { subject, serial } = certificate;
  throw new LanyardError('ca_certificate_refused', { field, certificate: nameToString(subject), serial, ...fault });
}

function read(pem: string): ReturnType<typeof parseCertificate> | null {
  try {
    const [der, second] = fromPem(pem);
    return der === undefined || second !== undefined ? null : parseCertificate(der);
  } catch {
    return null;
  }
}

function pemsOf(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  const { anchors = [], intermediates = [] } = value as Partial<PortalAuthenticationSetting>; // sound: as stored
  return [...anchors.map(({ certificate }) => certificate), ...intermediates];
}

const squeezed = (pem: string): string => pem.replaceAll(/\s/g, '');
