import type { DerivedCredentialSetting, Purpose } from '@lanyard/contract';
import { LanyardError, type DeviceCaller } from '@lanyard/kernel';
import { parseCertificate, upnsOf } from '@lanyard/pki';
import type { Activation } from './activation.ts';
import { primaryById } from './pg/primaries.ts';
import type { CertificateOrder, CredentialsParts } from './ports.ts';

const profiles = {
  authentication: 'derived-authentication',
  signing: 'signature',
  encryption: 'key-management',
} as const;
type Issued = Exclude<Purpose, 'decryption'>;

/**
 * What the issuer is asked for. Names are copied from the validated primary: who holds the card is who the certificate
 * names; only the e-mail address comes from the directory.
 */
export async function certificateOrder(
  { config, db, directory }: CredentialsParts,
  caller: DeviceCaller,
  { request, credential }: Activation,
  purpose: Issued,
): Promise<CertificateOrder> {
  const primary = parseCertificate((await primaryById(db.pool, credential.primary_id)).certificate);
  const person = await directory.personById(caller.personId);
  if (person?.state !== 'active') throw new LanyardError('person_not_active');
  const { policies } = (await directory.setting(caller.personId, 'derived_credential')).value;
  return {
    authority: config.authority ?? 'derived',
    profile: profiles[purpose],
    reference: referenceOf(request.id, purpose),
    subject: primary.subject,
    // Only the authentication certificate signs in; the others are found by their address.
    ...(purpose === 'authentication' ? { upn: upnsOf(primary)[0] } : { email: person.email }),
    notAfter: credential.expires_at,
    policies: policiesOf(policies, purpose),
    holder: { personId: caller.personId, deviceId: caller.deviceId, credentialId: credential.id },
    correlationId: request.id,
  };
}

export const referenceOf = (requestId: string, purpose: Purpose): string => `${requestId}/${purpose}`;

const policiesOf = (policies: DerivedCredentialSetting['policies'], purpose: Issued): readonly string[] =>
  policies[purpose];
