import type { auditListQuery, AuditRow } from '@lanyard/contract';
import { after, minutes } from '@lanyard/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { z } from 'zod';
import { actorLabel } from '../../actor-label.ts';
import { helpSentence } from '../../help-sentence.ts';
import { equals, personColumns, personJoin, prefixOf } from '../conditions.ts';
import { personOf, type ListOf, type PersonOfRow } from './list-of.ts';

interface Row extends PersonOfRow {
  readonly id: number;
  readonly at: Date;
  readonly act: string;
  readonly outcome: AuditRow['outcome'];
  readonly actor: Readonly<Record<string, unknown>>;
  readonly device_id: string | null;
  readonly object: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly correlation_id: string | null;
  readonly actor_name: string | null;
}

/** Clocks of the servers, and the length of a transaction, set rows back against their numbers, never by this much. */
const DISORDER = minutes(10);

export const auditList: ListOf<z.infer<typeof auditListQuery>, Row, AuditRow> = {
  shape: {
    from: sql`kernel.audit r`,
    columns: sql`r.id, r.at, r.act, r.outcome, r.actor, r.person_id, r.device_id, r.object, r.details, r.correlation_id`,
    joins: sql`${personJoin} left join directory.overview_person b on b.id = (p.actor ->> 'personId')::uuid`,
    joined: sql`${personColumns}, b.display_name as actor_name`,
    sorts: { at: { column: sql`r.id`, type: 'bigint' } },
    sortedBy: '-at',
    idType: 'bigint',
  },
  async where({ q, act, outcome, actor, actorKind, person, device, object, from, to }) {
    return [
      ...(act === undefined ? [] : [actIs(act)]),
      ...equals(sql`r.outcome`, outcome),
      ...equals(sql`r.actor ->> 'personId'`, actor),
      ...equals(sql`r.actor ->> 'kind'`, actorKind),
      ...equals(sql`r.person_id`, person),
      ...equals(sql`r.device_id`, device),
      ...equals(sql`r.object`, object),
      ...(from === undefined ? [] : sinceThen(new Date(from))),
      ...(to === undefined ? [] : untilThen(new Date(to))),
      ...(q ? [sql`(r.object = ${q} or r.correlation_id = ${q} or r.act collate "C" like ${prefixOf(q)})`] : []),
    ];
  },
  itemOf: (row) => ({
    id: String(row.id),
    at: row.at.toISOString(),
    act: row.act,
    outcome: row.outcome,
    sentence: helpSentence(row.act, row.outcome, row.details).sentence,
    actor: {
      kind: String(row.actor['kind']),
      label: actorLabel(row.actor, row.actor_name),
      personId: typeof row.actor['personId'] === 'string' ? row.actor['personId'] : null,
    },
    person: personOf(row),
    deviceId: row.device_id,
    object: row.object,
    details: row.details,
    correlationId: row.correlation_id,
  }),
  csv: {
    id: ({ id }) => id,
    at: ({ at }) => at,
    act: ({ act }) => act,
    outcome: ({ outcome }) => outcome,
    sentence: ({ sentence }) => sentence,
    actorKind: ({ actor }) => actor.kind,
    actor: ({ actor }) => actor.label,
    userName: ({ person }) => person?.userName ?? null,
    deviceId: ({ deviceId }) => deviceId,
    object: ({ object }) => object,
    details: ({ details }) => JSON.stringify(details),
    correlationId: ({ correlationId }) => correlationId,
  },
};

const actIs = (act: string): RawBuilder<unknown> =>
  act.endsWith('.') ? sql`r.act collate "C" like ${prefixOf(act)}` : sql`r.act collate "C" = ${act}`;

/** The log is walked by its numbers: the moment is turned into one, so that an old one is found without walking there. */
const sinceThen = (from: Date): RawBuilder<unknown>[] => [
  sql`r.at >= ${from}`,
  sql`r.id > coalesce((select id from kernel.audit where at < ${after(from, -DISORDER)} order by at desc limit 1), 0)`,
];
const untilThen = (to: Date): RawBuilder<unknown>[] => [
  sql`r.at < ${to}`,
  sql`r.id < coalesce((select id from kernel.audit where at > ${after(to, DISORDER)} order by at limit 1),
    9223372036854775807)`,
];
