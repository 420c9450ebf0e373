import { createHash } from 'node:crypto';

/** An audit row as it is hashed: every column as text, in this order. JSON columns in PostgreSQL's own normal form. */
export interface AuditRow {
  readonly id: string;
  /** Microseconds since 1970, UTC. */
  readonly at: string;
  readonly act: string;
  readonly outcome: string;
  readonly actor: string;
  readonly person_id: string | null;
  readonly device_id: string | null;
  readonly object: string | null;
  readonly details: string;
  readonly correlation_id: string | null;
}

/** What the first row is chained to. */
export const CHAIN_START: Buffer = createHash('sha256').update('lanyard audit chain 1').digest();

/** hash(n) = SHA-256(hash(n−1) ‖ row n), each column with its length before it, so that no two rows read alike. */
export function chainHash(previous: Uint8Array, row: AuditRow): Buffer {
  const hash = createHash('sha256').update(previous);
  const columns = [
    row.id,
    row.at,
    row.act,
    row.outcome,
    row.actor,
    row.person_id,
    row.device_id,
    row.object,
    row.details,
    row.correlation_id,
  ];
  for (const column of columns) {
    if (column === null) hash.update('-;');
    else hash.update(`${Buffer.byteLength(column)}:`).update(column);
  }
  return hash.digest();
}

/** A signed statement: the chain had this many rows and ended in this hash, and the authority had done this much. */
export interface Checkpoint {
  readonly position: number;
  /** Hex. */
  readonly hash: string;
  /** ISO 8601. */
  readonly at: string;
  /** Counts that only grow (`serials:derived`, `crl:derived`): a database that has less is older than this. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface SignedCheckpoint {
  /** JSON of a Checkpoint: the octets that are signed. */
  readonly statement: string;
  readonly signature: Uint8Array;
}

/** @returns the names of counts that are lower now than the checkpoint says */
export function countsBehind(checkpoint: Checkpoint, now: Readonly<Record<string, number>>): string[] {
  return Object.entries(checkpoint.counts)
    .filter(([name, n]) => (now[name] ?? 0) < n)
    .map(([name]) => name);
}
