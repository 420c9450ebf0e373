import { appendFile, readFile } from 'node:fs/promises';
import type { Checkpoint, SignedCheckpoint } from './audit-chain.ts';

/** Checkpoints outside the database, a line each, with the audit key's public half in the first. */
export interface CheckpointFile {
  readonly publicKey: string | null;
  readonly checkpoints: readonly SignedCheckpoint[];
  readonly last: Checkpoint | null;
}

interface Line {
  readonly publicKey?: string;
  readonly statement?: string;
  readonly signature?: string;
}

/** @returns empty where there is no file; a line cut short by a power cut is passed over */
export async function readCheckpointFile(path: string): Promise<CheckpointFile> {
  const text = await readFile(path, 'utf8').catch((e: NodeJS.ErrnoException) => {
    if (e.code === 'ENOENT') return '';
    throw e;
  });
  let publicKey: string | null = null;
  const checkpoints: SignedCheckpoint[] = [];
  for (const raw of text.split('\n')) {
    const line = parse(raw);
    if (line?.publicKey) {
      publicKey = line.publicKey;
      checkpoints.length = 0; // after `lanyard recover` a new account begins
    }
    if (line?.statement && line.signature)
      checkpoints.push({ statement: line.statement, signature: new Uint8Array(Buffer.from(line.signature, 'base64')) });
  }
  const last = checkpoints.at(-1);
  return { publicKey, checkpoints, last: last ? (JSON.parse(last.statement) as Checkpoint) : null };
}

/** Starts a new account: at the first start, and when an older database was accepted with `lanyard recover`. */
export async function beginCheckpointFile(path: string, publicKey: string): Promise<void> {
  await appendFile(path, `${JSON.stringify({ publicKey })}\n`, { mode: 0o600, flush: true });
}

export async function appendCheckpoints(path: string, checkpoints: readonly SignedCheckpoint[]): Promise<void> {
  const lines = checkpoints.map(
    (c) => `${JSON.stringify({ statement: c.statement, signature: Buffer.from(c.signature).toString('base64') })}\n`,
  );
  if (lines.length > 0) await appendFile(path, lines.join(''), { mode: 0o600, flush: true });
}

function parse(line: string): Line | null {
  if (line.trim() === '') return null;
  try {
    return JSON.parse(line) as Line;
  } catch {
    return null;
  }
}
