import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Db, Tx } from '../db.ts';
import { CHAIN_START, chainHash, type AuditRow, type Checkpoint, type SignedCheckpoint } from './audit-chain.ts';
import type { AuditKey } from './audit-key.ts';

const SEALER_LOCK = 0x5ea1;
const BATCH = 5_000;

export interface SealPorts {
  readonly db: Db;
  readonly clock: Clock;
  readonly key: AuditKey;
  /** Counts that only grow, read in the sealing transaction. */
  readonly counts: (tx: Tx) => Promise<Record<string, number>>;
}

/**
 * Chains every audit row below the oldest running transaction: no row can still appear before those.
 * 1. One sealer at a time (a lock held by the transaction); another one finds nothing to do.
 * 2. Read the end of the chain, and the rows after it in the order of their transactions.
 * 3. Chain them.
 * 4. Sign a checkpoint over the new end, outside the transaction; store it.
 * A crash between 3 and 4 only delays the checkpoint to the next run.
 * @returns the newest checkpoint if one was made, and whether rows are left
 */
export async function sealAudit(ports: SealPorts): Promise<{ checkpoint: SignedCheckpoint | null; more: boolean }> {
  const end = await ports.db.tx((tx) => chainRows(tx, ports));
  if (!end) return { checkpoint: null, more: false };
  const { more, ...statementOf } = end;
  const checkpoint: Checkpoint = { ...statementOf, at: ports.clock.now().toISOString() };
  const statement = JSON.stringify(checkpoint);
  const signature = ports.key.sign(statement);
  await sql`insert into kernel.audit_checkpoint (position, statement, signature)
    values (${checkpoint.position}, ${statement}, ${Buffer.from(signature)}) on conflict do nothing`.execute(
    ports.db.pool,
  );
  return { checkpoint: { statement, signature }, more };
}

type ChainEnd = Omit<Checkpoint, 'at'> & { more: boolean };

async function chainRows(tx: Tx, ports: SealPorts): Promise<ChainEnd | null> {
  const lock = await sql<{ ok: boolean }>`select pg_try_advisory_xact_lock(${SEALER_LOCK}) as ok`.execute(tx);
  if (!lock.rows[0]?.ok) return null;
  const tip = await sql<{ position: number; hash: Buffer; signed: boolean }>`
    select position, hash, exists (select from kernel.audit_checkpoint k where k.position = c.position) as signed
    from kernel.audit_chain c order by position desc limit 1`.execute(tx);
  let position = tip.rows[0]?.position ?? 0;
  let hash: Buffer = tip.rows[0]?.hash ?? CHAIN_START;
  const rows = await readUnsealed(tx);
  if (rows.length === 0 && (position === 0 || tip.rows[0]?.signed)) return null;
  const links = rows.map((row) => {
    hash = chainHash(hash, row);
    return { position: ++position, id: row.id, hash: hash.toString('hex') };
  });
  if (links.length > 0)
    await sql`insert into kernel.audit_chain (position, audit_id, hash)
      select position, id, decode(hash, 'hex') from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as l(position bigint, id bigint, hash text)`.execute(
      tx,
    );
  return { position, hash: hash.toString('hex'), counts: await ports.counts(tx), more: rows.length === BATCH };
}

async function readUnsealed(tx: Tx): Promise<AuditRow[]> {
  const { rows } = await sql<AuditRow>`
    select ${auditColumns} from kernel.audit a
    where a.xid < pg_snapshot_xmin(pg_current_snapshot())
      and not exists (select from kernel.audit_chain c where c.audit_id = a.id)
      and a.xid >= coalesce((select min_xid from kernel.audit_unsealed_from), '0'::xid8)
    order by a.xid, a.id limit ${BATCH}`.execute(tx);
  const last = rows.at(-1);
  if (last)
    await sql`update kernel.audit_unsealed_from set min_xid = (select xid from kernel.audit where id = ${last.id}::bigint)`.execute(
      tx,
    );
  return rows;
}

/** The columns of AuditRow, every one as text. */
export const auditColumns =
  sql.raw(`a.id::text as id, (extract(epoch from a.at) * 1000000)::bigint::text as at, a.act, a.outcome,
  a.actor::text as actor, a.person_id::text as person_id, a.device_id::text as device_id, a.object, a.details::text as details, a.correlation_id`);

/**
 * A logical restore (pg_dump) brings transaction numbers of another cluster along. Rows "from the future" are
 * counted as committed long ago, or the sealer would wait for them for ever. Run once at every start.
 */
export async function adoptRestoredRows(db: Db): Promise<void> {
  await db.tx(async (tx) => {
    const { numAffectedRows } = await sql`update kernel.audit set xid = '0' where xid > pg_current_xact_id()`.execute(
      tx,
    );
    const moved = (numAffectedRows ?? 0n) > 0n;
    await sql`update kernel.audit_unsealed_from set min_xid = '0' where ${moved} or min_xid > pg_current_xact_id()`.execute(
      tx,
    );
  });
}
