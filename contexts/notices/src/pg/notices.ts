import { sql } from 'kysely';
import { after, days, type Queryable } from '@lanyard/kernel';
import type { NoticeKind } from '../texts.ts';

export interface NoticeRow {
  readonly id: string;
  readonly person_id: string;
  readonly kind: NoticeKind;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly delivered_at: Date | null;
}

export async function insertNotice(
  on: Queryable,
  row: { id: string; personId: string; kind: NoticeKind; facts: object; at: Date },
): Promise<void> {
  await sql`insert into notices.notice (id, person_id, kind, facts, created_at)
    values (${row.id}, ${row.personId}, ${row.kind}, ${JSON.stringify(row.facts)}::jsonb, ${row.at})`.execute(on);
}

export async function noticeById(on: Queryable, id: string): Promise<NoticeRow | null> {
  const { rows } =
    await sql<NoticeRow>`select id, person_id, kind, facts, delivered_at from notices.notice where id = ${id}`.execute(
      on,
    );
  return rows[0] ?? null;
}

/** Takes a notice to mail it. @returns whether it was there to be taken: not delivered, and with no other process */
export async function takeToSend(on: Queryable, id: string, until: Date, now: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update notices.notice set sending_until = ${until}
    where id = ${id} and delivered_at is null and (sending_until is null or sending_until <= ${now})`.execute(on);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Gives back what was not sent. @param until as it was taken */
export async function giveBack(on: Queryable, id: string, until: Date): Promise<void> {
  await sql`update notices.notice set sending_until = null where id = ${id} and sending_until = ${until}`.execute(on);
}

export async function markDelivered(on: Queryable, id: string, to: string, at: Date): Promise<void> {
  await sql`update notices.notice set delivered_at = ${at}, delivered_to = ${to} where id = ${id} and delivered_at is null`.execute(
    on,
  );
}

/** So often a person is invited within {@link OFTEN_MS}, by whomever. */
const OFTEN = 3;
const OFTEN_MS = days(1);

const invitedOften = (personId: string, at: Date) => sql<boolean>`(select count(*) from notices.notice n
  where n.person_id = ${personId} and n.created_at > ${after(at, -OFTEN_MS)} and n.kind = 'invitation') >= ${OFTEN}`;

/** Whether another invitation would be too many for one day. */
export async function isInvitedOften(on: Queryable, personId: string, at: Date): Promise<boolean> {
  const { rows } = await sql<{ often: boolean }>`select ${invitedOften(personId, at)} as often`.execute(on);
  return rows[0]?.often ?? false;
}

/** @returns false when the person was invited by this invitation already, or too often by others */
export async function insertInvitationNotice(
  on: Queryable,
  row: { id: string; personId: string; facts: object; invitationId: string; at: Date },
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`insert into notices.notice (id, person_id, kind, facts, created_at, invitation_id)
    select ${row.id}, ${row.personId}, 'invitation', ${JSON.stringify(row.facts)}::jsonb, ${row.at}, ${row.invitationId}
    where not ${invitedOften(row.personId, row.at)}
    on conflict (invitation_id, person_id) where invitation_id is not null do nothing`.execute(on);
  return (numAffectedRows ?? 0n) > 0n;
}
