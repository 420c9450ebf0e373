import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { StartError } from './start-error.ts';

/** The operating system's user that PostgreSQL runs as. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
  /** True when the process that starts PostgreSQL is root and has to step down. */
  readonly stepDown: boolean;
}

/**
 * PostgreSQL refuses to run as root, so root hands it to somebody else: the owner of an existing cluster,
 * else the first of `lanyard`, `postgres` and `nobody` that the machine knows.
 *
 * @param cluster path of the cluster folder, which need not exist
 * @param preferred user name to try first
 * @throws StartError `database_user`, `data_folder_permission`
 */
export function postgresOwner(cluster: string, preferred?: string): Owner {
  const uid = process.getuid?.() ?? 0;
  const found = statSync(cluster, { throwIfNoEntry: false });
  if (uid !== 0) {
    if (found && found.uid !== uid) {
      throw new StartError(
        'data_folder_permission',
        `${cluster} belongs to user ${userName(found.uid)}: start as that user or as root, or choose another folder with --data`,
      );
    }
    return { uid, gid: process.getgid?.() ?? 0, stepDown: false };
  }
  if (found && found.uid !== 0) return { uid: found.uid, gid: found.gid, stepDown: true };
  for (const name of preferred ? [preferred] : ['lanyard', 'postgres', 'nobody']) {
    const ids = lookUp(name);
    if (ids && ids.uid !== 0) return { ...ids, stepDown: true };
  }
  throw new StartError(
    'database_user',
    `PostgreSQL cannot run as root and there is no user ${preferred ?? 'lanyard, postgres or nobody'}: make one with "useradd --system lanyard"`,
  );
}

/** The identity to hand to `spawn`; empty when the process already is the owner. */
export function identity(owner: Owner): { uid?: number; gid?: number } {
  return owner.stepDown ? { uid: owner.uid, gid: owner.gid } : {};
}

/** Whether the owner may read (`-r`), write (`-w`) or enter (`-x`) a path, asked of the kernel as that user. */
export function ownerMay(owner: Owner, flag: '-r' | '-w' | '-x', path: string): boolean {
  try {
    execFileSync('/usr/bin/test', [flag, path], { ...identity(owner), cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Name of a user id, or the number itself where the machine has no name for it. */
export function userName(uid: number): string {
  try {
    return execFileSync('id', ['-un', String(uid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return String(uid);
  }
}

function lookUp(name: string): { uid: number; gid: number } | undefined {
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}
