import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ownerMay, postgresOwner } from './postgres-owner.ts';
import { StartError } from './start-error.ts';

const MARKER = 'lanyard.json';
const FORMAT = 1;

/**
 * Where the data goes when nobody says: `data` beside the code, or /var/lib/lanyard for a root whose clone
 * lies where PostgreSQL's user may not enter (under /root, or cloned under umask 077).
 *
 * @param repoRoot absolute path of the repository
 */
export function defaultDataFolder(repoRoot: string): string {
  const beside = resolve(repoRoot, 'data');
  if (process.getuid?.() !== 0) return beside;
  const owner = postgresOwner(join(beside, 'pg'));
  return ownerMay(owner, '-x', existsSync(beside) ? beside : dirname(beside)) ? beside : '/var/lib/lanyard';
}

/**
 * Makes the data folder, or makes sure that an existing one is ours.
 *
 * @param folder path; created with its parents when absent
 * @returns its real path
 * @throws StartError `data_folder_foreign` when it holds something and not our marker, `data_folder_newer`,
 *   `data_folder_permission`
 */
export function openDataFolder(folder: string): string {
  try {
    make(resolve(folder));
    const path = realpathSync(folder);
    claim(path);
    accessSync(path, constants.W_OK | constants.X_OK);
    return path;
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new StartError(
      'data_folder_permission',
      `cannot use the data folder ${resolve(folder)} (${code}): choose another with --data, or give this user the right to write it`,
      { cause },
    );
  }
}

/** Whatever the umask, PostgreSQL's user passes through the folders made here. */
function make(folder: string): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) chmodSync(made, 0o711);
}

/** The marker is the first thing ever written, so a folder that has something has the marker or is not ours. */
function claim(path: string): void {
  const entries = readdirSync(path);
  if (entries.length > 0 && !entries.includes(MARKER)) {
    throw new StartError(
      'data_folder_foreign',
      `${path} holds files that are not Lanyard's: choose another folder with --data, or an empty one`,
    );
  }
  const text = entries.length > 0 ? readFileSync(join(path, MARKER), 'utf8') : '';
  // empty: another process is writing it at this moment, or lost power while it did
  if (text === '') return writeFileSync(join(path, MARKER), `${JSON.stringify({ lanyard: 'data', format: FORMAT })}\n`);
  if (formatOf(text) > FORMAT) {
    throw new StartError(
      'data_folder_newer',
      `${path} was made by a newer Lanyard: start that version, or choose another folder with --data`,
    );
  }
}

function formatOf(text: string): number {
  try {
    const marker = JSON.parse(text) as { format?: unknown } | null;
    return typeof marker?.format === 'number' ? marker.format : Infinity;
  } catch {
    return Infinity;
  }
}
