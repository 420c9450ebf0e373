import type { LdapConnection } from '@lanyard/contract';
import type { Actor, Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';

export interface LdapRow {
  readonly id: string;
  readonly version: number;
  readonly connection: LdapConnection;
  readonly sealed_password: Buffer | null;
  readonly enabled: boolean;
  readonly next_at: Date | null;
  readonly read_through: Date | null;
  readonly last_at: Date | null;
  readonly last_outcome: 'done' | 'waiting' | 'failed' | null;
  readonly last_problem: string | null;
  readonly busy_until: Date | null;
  readonly changed_at: Date;
  readonly changed_by: Actor;
  readonly waiting_intake: string | null;
}

const selected = sql`select c.*, (select i.id from directory.intake i where i.source_id = c.id and i.state = 'waiting'
  order by i.made_at desc limit 1) as waiting_intake from directory.ldap_connection c`;

export async function listConnections(on: Queryable): Promise<LdapRow[]> {
  const { rows } = await sql<LdapRow>`${selected} order by lower(c.connection ->> 'name') limit 100`.execute(on);
  return rows;
}

export async function findConnection(on: Queryable, id: string): Promise<LdapRow | null> {
  const { rows } = await sql<LdapRow>`${selected} where c.id = ${id}`.execute(on);
  return rows[0] ?? null;
}

export async function lockConnection(on: Queryable, id: string): Promise<LdapRow | null> {
  const { rows } = await sql<LdapRow>`${selected} where c.id = ${id} for update of c`.execute(on);
  return rows[0] ?? null;
}

export interface ConnectionWrite {
  readonly id: string;
  readonly connection: LdapConnection;
  readonly sealedPassword: Uint8Array | null;
  readonly by: Actor;
}

/** What changed is read whole the next time: another filter or attribute says other things of everybody. */
export async function upsertConnection(on: Queryable, write: ConnectionWrite, at: Date): Promise<void> {
  const { id, connection, sealedPassword, by } = write;
  const [value, who] = [JSON.stringify(connection), JSON.stringify(by)];
  const next = connection.enabled ? at : null;
  await sql`insert into directory.ldap_connection as c (id, connection, sealed_password, enabled, next_at, changed_at,
      changed_by)
    values (${id}, ${value}::jsonb, ${sealedPassword}, ${connection.enabled}, ${next}, ${at}, ${who}::jsonb)
    on conflict (id) do update set version = c.version + 1, connection = excluded.connection,
      sealed_password = excluded.sealed_password, enabled = excluded.enabled, next_at = excluded.next_at,
      read_through = null, changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(on);
}

/** People and groups of a connection that is deleted are looked after by hand from then on. */
export async function deleteConnection(on: Queryable, id: string): Promise<number> {
  const released = await sql`update directory.person set origin = 'hand', source_id = null, external_id = null
    where source_id = ${id}`.execute(on);
  await sql`update directory.user_group set origin = 'hand', source_id = null, external_id = null
    where source_id = ${id}`.execute(on);
  await sql`delete from directory.ldap_connection where id = ${id}`.execute(on);
  return Number(released.numAffectedRows ?? 0n);
}

/** Takes connections whose time has come, and says when they come again. Another process at the same moment gets none. */
export async function takeDue(on: Queryable, now: Date): Promise<LdapRow[]> {
  const { rows } = await sql<LdapRow>`update directory.ldap_connection c
    set next_at = ${now}::timestamptz + make_interval(mins => (c.connection ->> 'everyMinutes')::integer)
    where c.id in (select d.id from directory.ldap_connection d where d.enabled and d.next_at <= ${now}
      for update skip locked)
    returning c.*, null::uuid as waiting_intake`.execute(on);
  return rows;
}

/** One process at a time speaks to a directory. @returns whether it was free, or its holder died */
export async function takeLease(on: Queryable, id: string, token: string, until: Date, now: Date): Promise<boolean> {
  const result = await sql`update directory.ldap_connection set busy_token = ${token}, busy_until = ${until}
    where id = ${id} and (busy_until is null or busy_until < ${now} or busy_token = ${token})`.execute(on);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** Keeps a lease until the commit. @returns whether it is still this holder's */
export async function lockLease(on: Queryable, id: string, token: string): Promise<boolean> {
  const { rows } = await sql`select 1 from directory.ldap_connection
    where id = ${id} and busy_token = ${token} for no key update`.execute(on);
  return rows.length > 0;
}

export async function releaseLease(on: Queryable, id: string, token: string): Promise<void> {
  await sql`update directory.ldap_connection set busy_token = null, busy_until = null
    where id = ${id} and busy_token = ${token}`.execute(on);
}

export async function noteRun(
  on: Queryable,
  id: string,
  run: {
    readonly outcome: 'done' | 'waiting' | 'failed';
    readonly problem: string | null;
    /** Noted unless the connection is another by now, of which everything is to be read. */
    readonly read?: { readonly through: Date | null; readonly version: number | undefined };
  },
  at: Date,
): Promise<void> {
  const through =
    run.read === undefined
      ? sql`read_through`
      : sql`case when version = ${run.read.version ?? null}::integer then ${run.read.through}::timestamptz
          else read_through end`;
  await sql`update directory.ldap_connection set last_at = ${at}, last_outcome = ${run.outcome},
    last_problem = ${run.problem}, read_through = ${through} where id = ${id}`.execute(on);
}
