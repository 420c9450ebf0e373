import type { certificateListQuery, CertificateRow } from '@lanyard/contract';
import { after, days } from '@lanyard/kernel';
import { nameToString, parseCertificate } from '@lanyard/pki';
import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import { equals, inSpaces, personColumns, personJoin, serialLike, serialsOf } from '../conditions.ts';
import { instantOf, personOf, type ListOf, type PersonOfRow } from './list-of.ts';

interface Row extends PersonOfRow {
  readonly id: string;
  readonly serial: string;
  readonly sha256: string;
  readonly authority_id: string;
  readonly profile: string;
  readonly der: Uint8Array;
  readonly issued_at: Date;
  readonly not_after: Date;
  readonly revoked_at: Date | null;
  readonly revocation_reason: string | null;
  readonly device_id: string | null;
  readonly credential_id: string | null;
}

export const certificateList: ListOf<z.infer<typeof certificateListQuery>, Row, CertificateRow> = {
  shape: {
    from: sql`issuer.overview_certificate r`,
    columns: sql`r.*`,
    joins: personJoin,
    joined: personColumns,
    sorts: {
      issuedAt: { column: sql`r.issued_at`, type: 'timestamptz' },
      notAfter: { column: sql`r.not_after`, type: 'timestamptz' },
    },
    sortedBy: '-issuedAt',
    idType: 'uuid',
  },
  sortedBy: ({ expiringDays }) => (expiringDays === undefined ? undefined : 'notAfter'),
  async where({ q, status, authority, profile, person, device, expiringDays }, { now, spaces }) {
    return [
      ...(status === undefined
        ? []
        : [
            sql`(${sql.join(
              status.split(',').map((one) => hasStatus(one, now)),
              sql` or `,
            )})`,
          ]),
      ...equals(sql`r.authority_id`, authority),
      ...equals(sql`r.profile`, profile),
      ...equals(sql`r.person_id`, person),
      ...equals(sql`r.device_id`, device),
      ...inSpaces(sql`r.device_id`, spaces),
      ...(expiringDays === undefined
        ? []
        : [sql`r.revoked_at is null and r.not_after >= ${now} and r.not_after < ${after(now, days(expiringDays))}`]),
      ...(q ? [serialLike(sql`r.serial`, serialsOf(q))] : []),
    ];
  },
  itemOf: (row, now) => ({
    serial: row.serial,
    sha256: row.sha256,
    authority: row.authority_id,
    profile: row.profile,
    subject: nameToString(parseCertificate(new Uint8Array(row.der)).subject),
    status: statusOf(row, now),
    revocationReason: row.revocation_reason,
    issuedAt: row.issued_at.toISOString(),
    notAfter: row.not_after.toISOString(),
    revokedAt: instantOf(row.revoked_at),
    deviceId: row.device_id,
    credentialId: row.credential_id,
    person: personOf(row),
  }),
  csv: {
    serial: ({ serial }) => serial,
    authority: ({ authority }) => authority,
    profile: ({ profile }) => profile,
    subject: ({ subject }) => subject,
    status: ({ status }) => status,
    revocationReason: ({ revocationReason }) => revocationReason,
    issuedAt: ({ issuedAt }) => issuedAt,
    notAfter: ({ notAfter }) => notAfter,
    revokedAt: ({ revokedAt }) => revokedAt,
    sha256: ({ sha256 }) => sha256,
    userName: ({ person }) => person?.userName ?? null,
    displayName: ({ person }) => person?.displayName ?? null,
  },
};

function statusOf({ revocation_reason: reason, not_after }: Row, now: Date): CertificateRow['status'] {
  if (reason !== null) return reason === 'certificateHold' ? 'on_hold' : 'revoked';
  return not_after < now ? 'expired' : 'good';
}

function hasStatus(status: string, now: Date): RawBuilder<unknown> {
  if (status === 'revoked') return sql`(r.revoked_at is not null and r.revocation_reason <> 'certificateHold')`;
  if (status === 'on_hold') return sql`(r.revoked_at is not null and r.revocation_reason = 'certificateHold')`;
  const ends = status === 'expired' ? sql`<` : sql`>=`;
  return sql`(r.revoked_at is null and r.not_after ${ends} ${now})`;
}
