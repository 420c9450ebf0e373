import type { CertificateDetail } from '@lanyard/contract';
import { type GeneralName, keyKindOf, nameToString, oidName, parseCertificate, toHex, toPem } from '@lanyard/pki';
import type { IssuedRow } from '../pg/admin-certificates.ts';

/** A certificate taken apart for people. */
export function certificateDetailOf(row: IssuedRow, person: CertificateDetail['person'], now: Date): CertificateDetail {
  const certificate = parseCertificate(row.der);
  return {
    serial: row.serial,
    sha256: row.sha256,
    authority: row.authority,
    profile: row.profile,
    subject: nameToString(certificate.subject),
    issuer: nameToString(certificate.issuer),
    keyType: keyKindOf(certificate.publicKey) ?? 'unknown',
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    status: statusOf(row, certificate.notAfter, now),
    revocationReason: row.revocationReason,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    keyUsage: [...(certificate.keyUsage ?? [])],
    extendedKeyUsage: (certificate.extendedKeyUsage ?? []).map(named),
    policies: (certificate.certificatePolicies ?? []).map(({ policy }) => policy),
    names: (certificate.subjectAltName ?? []).map(nameWords),
    person,
    deviceId: row.deviceId,
    credentialId: row.credentialId,
    isEscrowed: row.isEscrowed,
    pem: toPem('CERTIFICATE', certificate.der),
  };
}

function statusOf({ revocationReason }: IssuedRow, notAfter: Date, now: Date): CertificateDetail['status'] {
  if (revocationReason !== null) return revocationReason === 'certificateHold' ? 'on_hold' : 'revoked';
  return notAfter < now ? 'expired' : 'good';
}

const named = (oid: string): string => oidName(oid) ?? oid;

function nameWords(name: GeneralName): string {
  if (name.kind === 'directory') return `directory: ${nameToString(name.value)}`;
  return `${name.kind}: ${typeof name.value === 'string' ? name.value : toHex(name.value)}`;
}
