import type { RevocationReason } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';

export interface IssuedRow {
  readonly serial: string;
  readonly sha256: string;
  readonly authority: string;
  readonly profile: string;
  readonly der: Buffer;
  readonly revokedAt: Date | null;
  readonly revocationReason: RevocationReason | null;
  readonly personId: string | null;
  readonly deviceId: string | null;
  readonly credentialId: string | null;
  readonly isEscrowed: boolean;
}

/** A certificate that was issued. @param sha256 lower-case hexadecimal */
export async function issuedBySha256(on: Queryable, sha256: string): Promise<IssuedRow | null> {
  const { rows } = await sql<IssuedRow>`select serial, sha256, authority_id as authority, profile, der,
      revoked_at as "revokedAt", revocation_reason as "revocationReason", person_id as "personId",
      device_id as "deviceId", credential_id as "credentialId",
      exists (select 1 from issuer.escrow e where e.reference = c.reference) as "isEscrowed"
    from issuer.certificate c where sha256 = ${sha256} and state = 'issued'`.execute(on);
  return rows[0] ?? null;
}

/** When the OCSP responder's certificate of each authority ends. */
export async function responderEnds(on: Queryable): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<{ id: string; end: Date }>`select authority_id as id, max(not_after) as end
    from issuer.responder where not_after is not null group by authority_id`.execute(on);
  return new Map(rows.map(({ id, end }) => [id, end]));
}
