import {
  appendCheckpoints,
  beginCheckpointFile,
  countsBehind,
  executeSql,
  readCheckpointFile,
  readCheckpoints,
  recordAudit,
  sealAudit,
  type Actor,
  type AuditKey,
  type Clock,
  type Db,
  type Queryable,
  type Tx,
} from '@lanyard/kernel';

export interface KeeperParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly auditKey: AuditKey;
  readonly checkpointFile: string;
  readonly issuer: {
    /** What only grows: serial numbers, CRL numbers, status changes. */
    growingCounts(on: Queryable): Promise<Readonly<Record<string, number>>>;
    raiseCrlNumbers(tx: Tx, counts: Readonly<Record<string, number>>): Promise<void>;
  };
}

/**
 * Compares the database with the last checkpoint kept outside of it.
 * @returns what the database lacks, in words; empty when it is at least as new
 */
export async function behindCheckpoint({ db, checkpointFile, issuer }: KeeperParts): Promise<string[]> {
  const { last } = await readCheckpointFile(checkpointFile);
  if (!last) return [];
  const { rows } = await executeSql(
    db.pool,
    "select encode(hash, 'hex') as hash from kernel.audit_chain where position = $1",
    [last.position],
  );
  const row = rows[0] as { hash: string } | undefined;
  const lacks =
    row === undefined
      ? [`audit rows up to ${last.position}`]
      : row.hash === last.hash
        ? []
        : [`audit row ${last.position} as it was sealed`];
  return [...lacks, ...countsBehind(last, await issuer.growingCounts(db.pool))];
}

/**
 * Seals what is new, and copies checkpoints out of the database: on every process, so that each place has them.
 * Those of an older database that was put back wait for `lanyard recover`: beside the file's own they would hide that
 * anything is missing.
 */
export async function sealAndKeep(parts: KeeperParts): Promise<void> {
  for (let more = true; more;)
    more = (await sealAudit({ ...parts, key: parts.auditKey, counts: (tx) => parts.issuer.growingCounts(tx) })).more;
  if ((await behindCheckpoint(parts)).length > 0) return;
  const kept = await readCheckpointFile(parts.checkpointFile);
  if (kept.publicKey === null) await beginCheckpointFile(parts.checkpointFile, parts.auditKey.publicKey);
  await appendCheckpoints(parts.checkpointFile, await readCheckpoints(parts.db, kept.last?.position ?? 0));
}

/** `lanyard recover`: somebody vouches for an older database; a new account of checkpoints begins with it. */
export async function acceptOlderDatabase(
  parts: KeeperParts,
  { reason, actor }: { reason: string; actor: Actor },
): Promise<{ behind: string[] }> {
  const behind = await behindCheckpoint(parts);
  if (behind.length === 0) return { behind };
  const { last } = await readCheckpointFile(parts.checkpointFile);
  await parts.db.tx(async (tx) => {
    if (last) await parts.issuer.raiseCrlNumbers(tx, last.counts);
    await recordAudit(
      tx,
      { act: 'database.recovered', outcome: 'done', actor, details: { reason, behind, checkpoint: last?.position } },
      parts.clock.now(),
    );
  });
  await beginCheckpointFile(parts.checkpointFile, parts.auditKey.publicKey);
  return { behind };
}
