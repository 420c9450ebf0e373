import type { credentialListQuery, CredentialRow } from '@lanyard/contract';
import { after, days } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { z } from 'zod';
import {
  deviceColumns,
  deviceJoin,
  equals,
  inSpaces,
  oneOf,
  peopleLike,
  personColumns,
  personJoin,
} from '../conditions.ts';
import { deviceOf, instantOf, personOf, type DeviceOfRow, type ListOf, type PersonOfRow } from './list-of.ts';

interface Row extends PersonOfRow, DeviceOfRow {
  readonly id: string;
  readonly name: string;
  readonly provider: CredentialRow['provider'];
  readonly state: CredentialRow['state'];
  readonly ended_by: string | null;
  readonly created_at: Date;
  readonly issued_at: Date | null;
  readonly expires_at: Date;
  readonly ended_at: Date | null;
}

export const credentialList: ListOf<z.infer<typeof credentialListQuery>, Row, CredentialRow> = {
  shape: {
    from: sql`credentials.overview_credential r`,
    columns: sql`r.*`,
    joins: sql`${personJoin} ${deviceJoin}`,
    joined: sql`${personColumns}, ${deviceColumns}`,
    sorts: {
      createdAt: { column: sql`r.created_at`, type: 'timestamptz' },
      expiresAt: { column: sql`r.expires_at`, type: 'timestamptz' },
    },
    sortedBy: '-createdAt',
    idType: 'uuid',
  },
  sortedBy: ({ expiringDays }) => (expiringDays === undefined ? undefined : 'expiresAt'),
  async where({ q, state, provider, person, device, expiringDays }, { on, now, spaces }) {
    return [
      ...oneOf(sql`r.state`, state),
      ...oneOf(sql`r.provider`, provider),
      ...equals(sql`r.person_id`, person),
      ...equals(sql`r.device_id`, device),
      ...inSpaces(sql`r.device_id`, spaces),
      ...(expiringDays === undefined ? [] : [endingBefore(after(now, days(expiringDays)))]),
      ...(q ? [sql`r.person_id = any(${await peopleLike(on, q)})`] : []),
    ];
  },
  itemOf: (row) => ({
    id: row.id,
    name: row.name,
    provider: row.provider,
    state: row.state,
    endedBy: row.ended_by,
    createdAt: row.created_at.toISOString(),
    issuedAt: instantOf(row.issued_at),
    expiresAt: row.expires_at.toISOString(),
    endedAt: instantOf(row.ended_at),
    device: deviceOf(row),
    person: personOf(row),
  }),
  csv: {
    id: ({ id }) => id,
    name: ({ name }) => name,
    provider: ({ provider }) => provider,
    state: ({ state }) => state,
    endedBy: ({ endedBy }) => endedBy,
    createdAt: ({ createdAt }) => createdAt,
    issuedAt: ({ issuedAt }) => issuedAt,
    expiresAt: ({ expiresAt }) => expiresAt,
    endedAt: ({ endedAt }) => endedAt,
    device: ({ device }) => device?.name ?? null,
    platform: ({ device }) => device?.platform ?? null,
    userName: ({ person }) => person?.userName ?? null,
    displayName: ({ person }) => person?.displayName ?? null,
  },
};

/** Those that work and will not for much longer. */
export const endingBefore = (end: Date) => sql`r.state in ('active', 'suspended') and r.expires_at < ${end}`;
