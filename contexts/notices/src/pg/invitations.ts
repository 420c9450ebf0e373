import type { Actor, Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';

export interface InvitationRow {
  readonly id: string;
  readonly personId: string | null;
  readonly groupId: string | null;
  readonly name: string;
  readonly state: 'running' | 'done';
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly cursor: string | null;
  readonly invited: number;
  readonly skipped: number;
  readonly askedBy: Actor;
}

const columns = sql`i.id, i.person_id as "personId", i.group_id as "groupId", i.name, i.state, i.cursor,
  i.started_at as "startedAt", i.ended_at as "endedAt", i.invited, i.skipped, i.asked_by as "askedBy"`;

export interface NewInvitation {
  readonly id: string;
  readonly target: { readonly personId: string } | { readonly groupId: string };
  readonly name: string;
  readonly by: Actor;
}

export async function insertInvitation(
  on: Queryable,
  { id, target, name, by }: NewInvitation,
  at: Date,
): Promise<void> {
  const personId = 'personId' in target ? target.personId : null;
  const groupId = 'groupId' in target ? target.groupId : null;
  await sql`insert into notices.invitation (id, person_id, group_id, name, state, asked_by, started_at)
    values (${id}, ${personId}, ${groupId}, ${name}, 'running', ${JSON.stringify(by)}::jsonb, ${at})`.execute(on);
}

export async function findInvitation(on: Queryable, id: string): Promise<InvitationRow | null> {
  const { rows } = await sql<InvitationRow>`select ${columns} from notices.invitation i where i.id = ${id}`.execute(on);
  return rows[0] ?? null;
}

/** Slices of all invitations follow each other, so that how often somebody was invited is counted before the next. */
export async function lockInviting(on: Queryable): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('notices.inviting', 0))`.execute(on);
}

/** Its row with the lock: slices come one after the other, whatever process has them. */
export async function lockInvitation(on: Queryable, id: string): Promise<InvitationRow | null> {
  const { rows } =
    await sql<InvitationRow>`select ${columns} from notices.invitation i where i.id = ${id} for update`.execute(on);
  return rows[0] ?? null;
}

/** @param slice what it sent; the end is the last of all */
export async function advanceInvitation(
  on: Queryable,
  id: string,
  slice: {
    readonly cursor: string | null;
    readonly invited: number;
    readonly skipped: number;
    readonly endedAt: Date | null;
  },
): Promise<void> {
  await sql`update notices.invitation set cursor = coalesce(${slice.cursor}::uuid, cursor),
      invited = invited + ${slice.invited}, skipped = skipped + ${slice.skipped}, ended_at = ${slice.endedAt},
      state = case when ${slice.endedAt}::timestamptz is null then 'running' else 'done' end
    where id = ${id}`.execute(on);
}

/** Newest first, with what the mail server took. @param after the last one seen */
export async function listInvitations(
  on: Queryable,
  after: { readonly startedAt: Date; readonly id: string } | null,
  limit: number,
): Promise<(InvitationRow & { delivered: number })[]> {
  const { rows } = await sql<InvitationRow & { delivered: number }>`select ${columns},
      (select count(*)::int from notices.notice n where n.invitation_id = i.id and n.delivered_at is not null) as delivered
    from notices.invitation i
    where ${after === null} or (i.started_at, i.id) < (${after?.startedAt ?? null}::timestamptz, ${after?.id ?? null}::uuid)
    order by i.started_at desc, i.id desc limit ${limit}`.execute(on);
  return rows;
}

/** How many of its mails the mail server took. */
export async function countDelivered(on: Queryable, id: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from notices.notice
    where invitation_id = ${id} and delivered_at is not null`.execute(on);
  return rows[0]?.n ?? 0;
}
