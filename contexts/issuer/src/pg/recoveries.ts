import type { Actor, Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';

export interface Recovery {
  readonly id: string;
  readonly sha256: string;
  readonly reason: string;
  readonly askedBy: string;
  readonly approvalId: string | null;
  readonly askedAt: Date;
  readonly readyAt: Date | null;
  readonly actor: Actor | null;
  readonly takenAt: Date | null;
  readonly der: Buffer;
  readonly serial: string;
  readonly personId: string | null;
}

const select = sql`select r.id, r.sha256, r.reason, r.asked_by as "askedBy", r.approval_id as "approvalId",
    r.asked_at as "askedAt", r.ready_at as "readyAt", r.actor, r.taken_at as "takenAt", c.der, c.serial,
    c.person_id as "personId"
  from issuer.recovery r join issuer.certificate c on c.sha256 = r.sha256`;

export async function insertRecovery(
  on: Queryable,
  { id, sha256, reason, askedBy, askedAt }: Pick<Recovery, 'id' | 'sha256' | 'reason' | 'askedBy' | 'askedAt'>,
): Promise<void> {
  await sql`insert into issuer.recovery (id, sha256, reason, asked_by, asked_at)
    values (${id}, ${sha256}, ${reason}, ${askedBy}, ${askedAt})`.execute(on);
}

export async function noteRecoveryApproval(on: Queryable, id: string, approvalId: string): Promise<void> {
  await sql`update issuer.recovery set approval_id = ${approvalId} where id = ${id}`.execute(on);
}

export async function markReady(on: Queryable, id: string, actor: Actor, at: Date): Promise<void> {
  await sql`update issuer.recovery set ready_at = ${at}, actor = ${JSON.stringify(actor)}
    where id = ${id} and ready_at is null`.execute(on);
}

/** Of any number of simultaneous calls one gets true. @param since those made ready before are over */
export async function takeRecovery(
  on: Queryable,
  {
    id,
    askedBy,
    since,
    at,
  }: { readonly id: string; readonly askedBy: string; readonly since: Date; readonly at: Date },
): Promise<boolean> {
  const { rows } = await sql`update issuer.recovery set taken_at = ${at}
    where id = ${id} and asked_by = ${askedBy} and taken_at is null and ready_at >= ${since} returning id`.execute(on);
  return rows.length > 0;
}

/** Nothing was handed out after all. */
export async function untakeRecovery(on: Queryable, id: string): Promise<void> {
  await sql`update issuer.recovery set taken_at = null where id = ${id}`.execute(on);
}

export async function findRecovery(on: Queryable, id: string): Promise<Recovery | null> {
  const { rows } = await sql<Recovery>`${select} where r.id = ${id}`.execute(on);
  return rows[0] ?? null;
}

export async function latestRecoveries(on: Queryable, limit: number): Promise<Recovery[]> {
  const { rows } = await sql<Recovery>`${select} order by r.asked_at desc, r.id limit ${limit}`.execute(on);
  return rows;
}
