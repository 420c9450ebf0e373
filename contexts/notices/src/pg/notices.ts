import { sql } from 'kysely';
import type { Queryable } from '@lanyard/kernel';
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

export async function markDelivered(on: Queryable, id: string, to: string, at: Date): Promise<void> {
  await sql`update notices.notice set delivered_at = ${at}, delivered_to = ${to} where id = ${id} and delivered_at is null`.execute(
    on,
  );
}

/** @returns false when the person was invited by this invitation already */
export async function insertInvitationNotice(
  on: Queryable,
  row: { id: string; personId: string; facts: object; invitationId: string; at: Date },
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`insert into notices.notice (id, person_id, kind, facts, created_at, invitation_id)
    values (${row.id}, ${row.personId}, 'invitation', ${JSON.stringify(row.facts)}::jsonb, ${row.at}, ${row.invitationId})
    on conflict (invitation_id, person_id) where invitation_id is not null do nothing`.execute(on);
  return (numAffectedRows ?? 0n) > 0n;
}
