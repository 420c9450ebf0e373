import type { InvitationInput } from '@lanyard/contract';
import { isUniqueViolation, LanyardError, recordAudit, takeAttempt, type Actor } from '@lanyard/kernel';
import { advanceInvitation, findInvitation, insertInvitation, lockInvitation, lockInviting } from './pg/invitations.ts';
import { insertInvitationNotice, isInvitedOften } from './pg/notices.ts';
import type { InvitationWay, Invitees, NoticesPorts } from './ports.ts';
import { DELIVER } from './send-notice.ts';

export const INVITE = 'notices.invite';
const SLICE = 200;
const STARTED_AN_HOUR = 100;
const HOUR_SECONDS = 3_600;

/**
 * Begins inviting a person, or everybody in a user group: a job makes one mail each.
 * @returns the invitation's id
 * @throws LanyardError `not_found`, `invitation_running`, `invitation_often`, `invitation_limit`
 */
export async function startInvitation(ports: NoticesPorts, input: InvitationInput, by: Actor): Promise<string> {
  const { clock, db, jobs, random } = ports;
  const { name, target } = await targetOf(ports, input);
  const id = random.uuid();
  const now = clock.now();
  await refuseFlood(ports, target, by, now);
  try {
    await db.tx(async (tx) => {
      await insertInvitation(tx, { id, target, name, by }, now);
      const entry = { act: 'invitation.started', outcome: 'done', actor: by, object: id } as const;
      const personId = 'personId' in target ? { personId: target.personId } : {};
      await recordAudit(tx, { ...entry, ...personId, details: { to: name, ...target } }, now);
      await jobs.send(tx, INVITE, { invitationId: id });
    });
  } catch (error) {
    if (isUniqueViolation(error, 'invitation_running'))
      throw new LanyardError('invitation_running', { to: name }, { cause: error });
    throw error;
  }
  return id;
}

/** Mails to one person, and what one administrator or program sends, have an end: a mailbox is no place to knock. */
async function refuseFlood(
  { db }: NoticesPorts,
  target: { readonly personId?: string },
  by: Actor,
  now: Date,
): Promise<void> {
  const { personId } = target;
  if (personId !== undefined && (await isInvitedOften(db.pool, personId, now)))
    throw new LanyardError('invitation_often', { person: personId });
  if (!('personId' in by)) return;
  if (!(await takeAttempt(db.pool, `invitation:${by.personId}`, STARTED_AN_HOUR, HOUR_SECONDS, now)))
    throw new LanyardError('invitation_limit');
}

/**
 * One slice of an invitation, then the next by another job. What it sends, its counts and its cursor are one commit: a
 * slice that is repeated, or that two processes have at once, invites nobody twice.
 */
export const inviteSlice =
  (ports: NoticesPorts) =>
  async ({ invitationId }: { invitationId: string }): Promise<void> => {
    const { clock, db, jobs, random } = ports;
    const invitees = inviteesOf(ports);
    // 1. Who is next, and by which way, before any lock is taken.
    const row = await findInvitation(db.pool, invitationId);
    if (row === null || row.state === 'done') return;
    const people =
      row.personId === null ? await invitees.members(row.groupId ?? '', row.cursor, SLICE) : [row.personId];
    //    One after the other: hundreds at once would keep whoever waits for a page from the database.
    const ways: (InvitationWay | null)[] = [];
    for (const personId of people) ways.push(await invitees.wayOf(personId));
    await db.tx(async (tx) => {
      // 2. Another process may have done this slice meanwhile.
      await lockInviting(tx);
      const locked = await lockInvitation(tx, invitationId);
      if (locked?.state !== 'running' || locked.cursor !== row.cursor) return;
      const now = clock.now();
      let invited = 0;
      for (const [at, personId] of people.entries()) {
        const way = ways[at];
        if (!way) continue;
        const id = random.uuid();
        const facts = { ...way.facts, variant: way.kind.slice('invitation.'.length) };
        if (!(await insertInvitationNotice(tx, { id, personId, facts, invitationId, at: now }))) continue;
        await jobs.send(tx, DELIVER, { noticeId: id });
        invited++;
      }
      // 3. The next slice, or the end with its counts.
      const isLast = row.personId !== null || people.length < SLICE;
      const skipped = people.length - invited;
      await advanceInvitation(tx, invitationId, {
        cursor: people.at(-1) ?? null,
        invited,
        skipped,
        endedAt: isLast ? now : null,
      });
      if (!isLast) return jobs.send(tx, INVITE, { invitationId });
      const details = { to: row.name, invited: row.invited + invited, skipped: row.skipped + skipped };
      const entry = { act: 'invitation.ended', outcome: 'done', actor: row.askedBy, object: invitationId } as const;
      return recordAudit(tx, { ...entry, details }, now);
    });
  };

async function targetOf(ports: NoticesPorts, input: InvitationInput) {
  if ('person' in input) {
    const recipient = await ports.recipient(input.person);
    if (recipient === null) throw new LanyardError('not_found', { person: input.person });
    return { name: recipient.displayName, target: { personId: input.person } } as const;
  }
  const name = await inviteesOf(ports).groupName(input.group);
  if (name === null) throw new LanyardError('not_found', { group: input.group });
  return { name: `group ${name}`, target: { groupId: input.group } } as const;
}

/** @throws Error: nothing was wired that knows of people */
export function inviteesOf({ invitees }: NoticesPorts): Invitees {
  if (invitees === undefined) throw new Error('nobody can be invited: there is no way to people');
  return invitees;
}
