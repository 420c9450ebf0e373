import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { RunTool } from './postgres-binaries.ts';
import { userName, type Owner } from './postgres-owner.ts';
import { StartError } from './start-error.ts';

/** The one database role; who may take it is told by the operating system (peer authentication). */
export const ROLE = 'lanyard';
const INITDB = [
  '-U',
  ROLE,
  '--auth=peer',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--locale=C.UTF-8',
  '--data-checksums',
  '--no-instructions',
];
const MAJOR = '18';
const LONGEST_FOLDER = 80; // a socket path has 107 bytes, and the server appends names of its own

/**
 * Makes a cluster where there is none. It is built beside its place and renamed: of two first starts one wins,
 * and a killed one leaves nothing half made.
 *
 * @throws StartError `postgres_init`, `postgres_version`
 */
export async function ensureCluster(folder: string, owner: Owner, run: RunTool): Promise<string> {
  const cluster = join(folder, 'pg');
  const made = join(cluster, 'PG_VERSION');
  if (!existsSync(made)) await makeCluster(folder, cluster, owner, run);
  const version = readFileSync(made, 'utf8').trim();
  if (version !== MAJOR) {
    throw new StartError(
      'postgres_version',
      `${cluster} was made by PostgreSQL ${version}, this is ${MAJOR}: see "Upgrade" in docs/operations.md`,
    );
  }
  writeAccess(cluster, owner);
  return cluster;
}

/** A 0700 folder for the server's socket; in /tmp when the data folder's path is too long for one. */
export function socketFolder(folder: string, owner: Owner): string {
  const inside = join(folder, 'run');
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const path = Buffer.byteLength(inside) > LONGEST_FOLDER ? join('/tmp', `lanyard-${hash}`) : inside;
  if (!existsSync(path)) mkdirSync(path, { recursive: true, mode: 0o700 });
  const { uid } = lstatSync(path); // never through a link: in /tmp anybody could have laid one
  if (uid !== owner.uid && uid !== process.getuid?.()) {
    throw new StartError(
      'data_folder_permission',
      `${path} belongs to user ${userName(uid)}: remove it, or choose another folder with --data`,
    );
  }
  chmodSync(path, 0o700);
  if (owner.stepDown) lchownSync(path, owner.uid, owner.gid);
  return path;
}

async function makeCluster(folder: string, cluster: string, owner: Owner, run: RunTool): Promise<void> {
  sweep(folder);
  const fresh = mkdtempSync(join(folder, `pg.new-${process.pid}-`));
  if (owner.stepDown) chownSync(fresh, owner.uid, owner.gid);
  const { code, output } = await run('initdb', ['-D', fresh, ...INITDB]);
  if (code !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    const lines = output.trim().split('\n');
    const reason = lines.find((line) => /error|fatal|could not/i.test(line)) ?? (lines.at(-1) || `exit code ${code}`);
    throw new StartError('postgres_init', `PostgreSQL could not make its files in ${folder}: ${reason.trim()}`, {
      output,
    });
  }
  try {
    renameSync(fresh, cluster);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(join(cluster, 'PG_VERSION'))) throw error; // else another process was first
  }
}

/** Removes what first starts left that were killed. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^pg\.new-(\d+)-/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Written on every start, since root may follow an ordinary user on the same folder. */
function writeAccess(cluster: string, owner: Owner): void {
  const names = new Set([userName(owner.uid), userName(process.getuid?.() ?? owner.uid)]);
  replaceFile(join(cluster, 'pg_hba.conf'), `local all ${ROLE} peer map=${ROLE}\n`, owner);
  replaceFile(join(cluster, 'pg_ident.conf'), [...names].map((name) => `${ROLE} "${name}" ${ROLE}\n`).join(''), owner);
}

/** The owner could have laid a link in root's way, so a new file takes the old one's place. */
function replaceFile(path: string, text: string, owner: Owner): void {
  const fresh = `${path}.${process.pid}`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, text, { flag: 'wx', mode: 0o600 });
  if (owner.stepDown) lchownSync(fresh, owner.uid, owner.gid);
  renameSync(fresh, path);
}
