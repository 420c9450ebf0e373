import type { primaryListQuery, PrimaryRow } from '@lanyard/contract';
import { after, days } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { z } from 'zod';
import {
  equals,
  oneOf,
  peopleInSpaces,
  peopleLike,
  personColumns,
  personJoin,
  serialLike,
  serialsOf,
} from '../conditions.ts';
import { personOf, type ListOf, type PersonOfRow } from './list-of.ts';

interface Row extends PersonOfRow {
  readonly id: string;
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  readonly not_after: Date;
  readonly first_proved_at: Date;
  readonly last_proved_at: Date;
  readonly status: PrimaryRow['status'];
  readonly status_at: Date;
}

export const primaryList: ListOf<z.infer<typeof primaryListQuery>, Row, PrimaryRow> = {
  shape: {
    from: sql`credentials.overview_primary r`,
    columns: sql`r.id, r.person_id, r.subject, r.issuer, r.serial, r.not_after, r.first_proved_at, r.last_proved_at,
      r.status, r.status_at`,
    joins: personJoin,
    joined: personColumns,
    sorts: {
      lastProvedAt: { column: sql`r.last_proved_at`, type: 'timestamptz' },
      notAfter: { column: sql`r.not_after`, type: 'timestamptz' },
    },
    sortedBy: '-lastProvedAt',
    idType: 'uuid',
  },
  sortedBy: ({ expiringDays }) => (expiringDays === undefined ? undefined : 'notAfter'),
  async where({ q, status, person, expiringDays }, { on, now, spaces }) {
    return [
      ...oneOf(sql`r.status`, status),
      ...equals(sql`r.person_id`, person),
      ...peopleInSpaces(sql`r.person_id`, spaces),
      ...(expiringDays === undefined
        ? []
        : [sql`r.not_after >= ${now} and r.not_after < ${after(now, days(expiringDays))}`]),
      ...(q
        ? [sql`(${serialLike(sql`r.serial`, serialsOf(q))} or r.person_id = any(${await peopleLike(on, q)}))`]
        : []),
    ];
  },
  itemOf: (row) => ({
    id: row.id,
    subject: row.subject,
    issuer: row.issuer,
    serial: row.serial,
    notAfter: row.not_after.toISOString(),
    firstProvedAt: row.first_proved_at.toISOString(),
    lastProvedAt: row.last_proved_at.toISOString(),
    status: row.status,
    statusAt: row.status_at.toISOString(),
    person: personOf(row),
  }),
  csv: {
    serial: ({ serial }) => serial,
    subject: ({ subject }) => subject,
    issuer: ({ issuer }) => issuer,
    notAfter: ({ notAfter }) => notAfter,
    firstProvedAt: ({ firstProvedAt }) => firstProvedAt,
    lastProvedAt: ({ lastProvedAt }) => lastProvedAt,
    status: ({ status }) => status,
    statusAt: ({ statusAt }) => statusAt,
    userName: ({ person }) => person?.userName ?? null,
    displayName: ({ person }) => person?.displayName ?? null,
  },
};
