import type { AdminCredentialView } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import { partsOf } from './pg/certificates.ts';
import { findCredential } from './pg/credentials.ts';
import type { CredentialsParts, DirectoryPerson } from './ports.ts';
import { credentialView, stateReason } from './views.ts';

/** A credential as the help desk sees it. @throws LanyardError `credential_not_found` */
export async function adminViewOf(parts: CredentialsParts, id: string): Promise<AdminCredentialView> {
  const { db, directory, fleet } = parts;
  const row = await findCredential(db.pool, id);
  if (row === null) throw new LanyardError('credential_not_found');
  const [person, device, certificates] = await Promise.all([
    directory.personById(row.person_id),
    fleet.device(row.device_id),
    partsOf(db.pool, [id]),
  ]);
  if (device === null) throw new LanyardError('device_not_found');
  const holds = (['primary', 'person', 'admin'] as const).filter((each) => row[`hold_${each}`]);
  return {
    id,
    name: row.name,
    provider: row.provider,
    state: row.state,
    holds: row.ended_at === null ? holds : [],
    stateReason: stateReason(row),
    createdAt: row.created_at.toISOString(),
    issuedAt: row.issued_at?.toISOString() ?? null,
    expiresAt: row.expires_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    person: person && personView(person),
    device: { id: device.id, name: device.name, platform: device.platform, state: device.state },
    requestId: row.request_id,
    primaryId: row.primary_id,
    certificates: credentialView(row, certificates).certificates.map(
      ({ purpose, serial, sha256, subject, issuer, notBefore, notAfter }) => ({
        purpose,
        serial,
        sha256,
        subject,
        issuer,
        notBefore,
        notAfter,
      }),
    ),
  };
}

const personView = ({ id, userName, displayName, state }: DirectoryPerson) => ({ id, userName, displayName, state });
