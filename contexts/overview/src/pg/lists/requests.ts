import type { requestListQuery, RequestRow } from '@lanyard/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import {
  deviceColumns,
  deviceJoin,
  equals,
  oneOf,
  peopleInSpaces,
  peopleLike,
  personColumns,
  personJoin,
} from '../conditions.ts';
import { deviceOf, instantOf, personOf, type DeviceOfRow, type ListOf, type PersonOfRow } from './list-of.ts';

interface Row extends PersonOfRow, DeviceOfRow {
  readonly id: string;
  readonly name: string;
  readonly provider: RequestRow['provider'];
  readonly state: RequestRow['state'];
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly ended_at: Date | null;
  readonly with_registration: boolean;
  readonly accepted: boolean;
  readonly wrong: number;
  readonly wrong_limit: number;
  readonly credential_id: string | null;
}

export const requestList: ListOf<z.infer<typeof requestListQuery>, Row, RequestRow> = {
  shape: {
    from: sql`credentials.overview_request r`,
    columns: sql`r.*`,
    joins: sql`${personJoin} ${deviceJoin}`,
    joined: sql`${personColumns}, ${deviceColumns}`,
    sorts: { createdAt: { column: sql`r.created_at`, type: 'timestamptz' } },
    sortedBy: '-createdAt',
    idType: 'uuid',
  },
  async where({ q, state, provider, person, device, from, to }, { on, spaces }) {
    return [
      ...oneOf(sql`r.state`, state),
      ...oneOf(sql`r.provider`, provider),
      ...equals(sql`r.person_id`, person),
      ...equals(sql`r.device_id`, device),
      ...peopleInSpaces(sql`r.person_id`, spaces),
      ...(from === undefined ? [] : [sql`r.created_at >= ${from}`]),
      ...(to === undefined ? [] : [sql`r.created_at < ${to}`]),
      ...(q ? [sql`r.person_id = any(${await peopleLike(on, q)})`] : []),
    ];
  },
  itemOf: (row, now) => ({
    id: row.id,
    name: row.name,
    provider: row.provider,
    // Its time may be over before the job that ends it has come round.
    state: isOver(row, now) ? 'expired' : row.state,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    endedAt: instantOf(row.ended_at),
    withRegistration: row.with_registration,
    passwordAccepted: row.accepted,
    wrongPasswords: row.wrong,
    wrongLimit: row.wrong_limit,
    credentialId: row.credential_id,
    device: deviceOf(row),
    person: personOf(row),
  }),
  csv: {
    id: ({ id }) => id,
    name: ({ name }) => name,
    provider: ({ provider }) => provider,
    state: ({ state }) => state,
    createdAt: ({ createdAt }) => createdAt,
    expiresAt: ({ expiresAt }) => expiresAt,
    endedAt: ({ endedAt }) => endedAt,
    wrongPasswords: ({ wrongPasswords }) => wrongPasswords,
    device: ({ device }) => device?.name ?? null,
    platform: ({ device }) => device?.platform ?? null,
    userName: ({ person }) => person?.userName ?? null,
    displayName: ({ person }) => person?.displayName ?? null,
  },
};

const isOver = ({ state, expires_at }: Row, now: Date): boolean =>
  (state === 'pending' || state === 'activating') && expires_at <= now;
