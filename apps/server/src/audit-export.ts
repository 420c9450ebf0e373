import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import {
  readChain,
  readCheckpointFile,
  readCheckpoints,
  verifyAudit,
  type AuditKey,
  type AuditVerdict,
  type Db,
  type ExportedLink,
  type SignedCheckpoint,
} from '@lanyard/kernel';

/** An export: a line with the key, a line a row, a line a checkpoint. */
interface ExportLine {
  readonly publicKey?: string;
  readonly row?: ExportedLink;
  readonly statement?: string;
  readonly signature?: string;
}

/** Writes the sealed log as JSON lines, read in pages: memory stays flat however long it is. */
export async function exportAudit(
  { db, auditKey }: { db: Db; auditKey: AuditKey },
  path: string,
): Promise<{ rows: number; checkpoints: number }> {
  const file = await open(path, 'w', 0o600);
  const line = (value: ExportLine) => file.write(`${JSON.stringify(value)}\n`);
  let rows = 0;
  try {
    await line({ publicKey: auditKey.publicKey });
    const checkpoints = await readCheckpoints(db); // read first: rows sealed meanwhile are only more than they name
    for (const { statement, signature } of checkpoints)
      await line({ statement, signature: Buffer.from(signature).toString('base64') });
    for await (const row of readChain(db)) {
      await line({ row });
      rows++;
    }
    return { rows, checkpoints: checkpoints.length };
  } finally {
    await file.close();
  }
}

/**
 * Checks an export without the database.
 * @param checkpointFile the one kept outside the database, with the key that is to be trusted; without it the export vouches for itself
 */
export async function verifyExport(
  path: string,
  checkpointFile?: string,
): Promise<{ verdict: AuditVerdict; pinned: boolean }> {
  const inside = await readHead(path);
  const outside = checkpointFile ? await readCheckpointFile(checkpointFile) : null;
  const key = outside?.publicKey ?? inside.publicKey;
  if (!key) throw new Error(`${path} is not an audit export: its first line names no key`);
  const checkpoints = [...inside.checkpoints, ...(outside?.checkpoints ?? [])];
  return { verdict: await verifyAudit(readRows(path), checkpoints, key), pinned: outside !== null };
}

async function readHead(path: string): Promise<{ publicKey: string | null; checkpoints: SignedCheckpoint[] }> {
  let publicKey: string | null = null;
  const checkpoints: SignedCheckpoint[] = [];
  for await (const line of readLines(path)) {
    if (line.publicKey) publicKey = line.publicKey;
    if (line.statement && line.signature)
      checkpoints.push({ statement: line.statement, signature: new Uint8Array(Buffer.from(line.signature, 'base64')) });
    if (line.row) break;
  }
  return { publicKey, checkpoints };
}

async function* readRows(path: string): AsyncGenerator<ExportedLink> {
  for await (const line of readLines(path)) if (line.row) yield line.row;
}

async function* readLines(path: string): AsyncGenerator<ExportLine> {
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (text === '') continue;
    try {
      yield JSON.parse(text) as ExportLine;
    } catch (cause) {
      throw new Error(`${path} is not an audit export: a line is not JSON`, { cause });
    }
  }
}
