import { lstat, mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeAtomically } from '../../atomic-write.ts';
import { readOptional } from '../../file-storage.ts';

/** A file as it was before it was changed, so that it can be put back. */
interface Changed {
  readonly path: string;
  /** Base64; null where there was none. */
  readonly before: string | null;
  /** Base64 of what was written. */
  readonly after: string;
}

interface Record {
  readonly files: readonly Changed[];
  /** Folders that were made, the outermost first. */
  readonly folders: readonly string[];
}

export interface Undone {
  readonly path: string;
  /** `kept`: somebody has changed it since, so it stays as it is. */
  readonly what: 'removed' | 'restored' | 'kept';
}

const NONE: Record = { files: [], folders: [] };
const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64');

const load = async (record: string): Promise<Record> => {
  const text = await readOptional(record);
  // It is this program's own file, written as a whole.
  return text === undefined ? NONE : (JSON.parse(Buffer.from(text).toString('utf8')) as Record);
};

/**
 * Writes files and notes in a record what was there before; what the record has already is not forgotten.
 * The record is written first, so that a stop in between loses nothing.
 * @param record path of the record
 * @param wanted content by path
 */
export async function writeRecorded(record: string, wanted: ReadonlyMap<string, string>): Promise<void> {
  const { files, folders } = await load(record);
  const known = new Map(files.map((file) => [file.path, file]));
  const made = new Set([...folders, ...(await missingFolders(dirname(record)))]);
  for (const [path, content] of wanted) {
    const before = known.get(path)?.before ?? (known.has(path) ? null : await contentOf(path));
    known.set(path, { path, before, after: base64(Buffer.from(content)) });
    for (const folder of await missingFolders(dirname(path))) made.add(folder);
  }
  await mkdir(dirname(record), { recursive: true, mode: 0o700 });
  await writeAtomically(record, `${JSON.stringify({ files: [...known.values()], folders: [...made] }, null, 2)}\n`);
  for (const [path, content] of wanted) {
    await mkdir(dirname(path), { recursive: true, mode: 0o755 });
    await writeAtomically(path, content, 0o644);
  }
}

/** Puts back what the record has, and forgets the record. */
export async function undoRecorded(record: string): Promise<readonly Undone[]> {
  const { files, folders } = await load(record);
  const undone: Undone[] = [];
  for (const file of files) undone.push({ path: file.path, what: await undo(file) });
  await rm(record, { force: true });
  for (const folder of folders.toReversed()) await removeEmpty(folder);
  return undone;
}

async function undo({ path, before, after }: Changed): Promise<Undone['what']> {
  const now = await contentOf(path);
  if (now !== null && now !== after) return 'kept';
  if (before === null) {
    await rm(path, { force: true });
    return 'removed';
  }
  await writeAtomically(path, Buffer.from(before, 'base64'), 0o644);
  return 'restored';
}

async function contentOf(path: string): Promise<string | null> {
  const there = await lstat(path).catch(() => undefined);
  return there === undefined ? null : base64(await readFile(path));
}

/** The outermost first. */
async function missingFolders(folder: string): Promise<string[]> {
  const there = await lstat(folder).catch(() => undefined);
  if (there !== undefined || folder === dirname(folder)) return [];
  return [...(await missingFolders(dirname(folder))), folder];
}

async function removeEmpty(folder: string): Promise<void> {
  const inside = await readdir(folder).catch(() => ['unreadable']);
  if (inside.length === 0) await rmdir(folder);
}
