import { sql } from 'kysely';
import type { Db } from '../db.ts';
import { CHAIN_START, chainHash, type AuditRow, type Checkpoint, type SignedCheckpoint } from './audit-chain.ts';
import { verifyCheckpoint } from './audit-key.ts';
import { auditColumns } from './seal-audit.ts';

/** One link of an exported log: enough to check it anywhere, without the database. */
export type ExportedLink = AuditRow & { readonly position: number };

export type AuditVerdict =
  | { readonly ok: true; readonly rows: number; readonly checkpoints: number; readonly lastAt: string | null }
  | { readonly ok: false; readonly position: number; readonly why: string };

/** The chain in order, read in pages so that memory stays flat. */
export async function* readChain(db: Db): AsyncGenerator<ExportedLink> {
  for (let from = 0; ;) {
    const { rows } = await sql<ExportedLink>`
      select c.position, ${auditColumns} from kernel.audit_chain c join kernel.audit a on a.id = c.audit_id
      where c.position > ${from} order by c.position limit 2000`.execute(db.pool);
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    from = last.position;
  }
}

export async function readCheckpoints(db: Db, after = 0): Promise<SignedCheckpoint[]> {
  const { rows } = await sql<SignedCheckpoint>`
    select statement, signature from kernel.audit_checkpoint where position > ${after} order by position`.execute(
    db.pool,
  );
  return rows;
}

/**
 * Checks a log against signed checkpoints: a changed, missing, added or reordered row breaks the chain;
 * a log cut short lacks the row that a checkpoint names.
 * @param publicKey SPKI, PEM, from where the auditor keeps it, not from the log itself
 */
export async function verifyAudit(
  links: AsyncIterable<ExportedLink>,
  checkpoints: readonly SignedCheckpoint[],
  publicKey: string,
): Promise<AuditVerdict> {
  const wanted = new Map<number, Checkpoint>();
  for (const { statement, signature } of checkpoints) {
    const checkpoint = JSON.parse(statement) as Checkpoint;
    if (!verifyCheckpoint(publicKey, statement, signature))
      return { ok: false, position: checkpoint.position, why: 'the checkpoint is not signed by the audit key' };
    const twin = wanted.get(checkpoint.position);
    if (twin && twin.hash !== checkpoint.hash)
      return { ok: false, position: checkpoint.position, why: 'two checkpoints disagree: the log has forked' };
    wanted.set(checkpoint.position, checkpoint);
  }
  let hash: Buffer = CHAIN_START;
  let position = 0;
  for await (const link of links) {
    if (link.position !== position + 1) return { ok: false, position: position + 1, why: 'a row is missing' };
    position = link.position;
    hash = chainHash(hash, link);
    const checkpoint = wanted.get(position);
    if (checkpoint && checkpoint.hash !== hash.toString('hex'))
      return { ok: false, position, why: 'a row at or before this one was changed' };
    wanted.delete(position);
  }
  const beyond = [...wanted.keys()].find((p) => p > position);
  if (beyond !== undefined)
    return { ok: false, position: beyond, why: `the log ends at row ${position}, a checkpoint names row ${beyond}` };
  const last = checkpoints.at(-1);
  return {
    ok: true,
    rows: position,
    checkpoints: checkpoints.length,
    lastAt: last ? (JSON.parse(last.statement) as Checkpoint).at : null,
  };
}
