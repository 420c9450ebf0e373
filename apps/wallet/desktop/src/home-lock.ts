import { open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DeviceCommandError } from './device-error.ts';

/** One process at a time works in a home: two would answer one nonce, and one activation, twice. */
export interface HomeLock extends AsyncDisposable {
  release(): Promise<void>;
}

const UNFINISHED_MS = 5_000;

/**
 * Takes the lock of a home, or takes it over from a process that is gone.
 * @param next what helps when it is taken
 * @throws DeviceCommandError `home_busy` naming the process that holds it
 */
export async function lockHome(
  home: string,
  next = 'Wait until it has ended, or use another --home.',
): Promise<HomeLock> {
  const path = join(home, 'lock');
  // A second round after taking over; a third only when somebody else took over in between.
  for (let round = 0; round < 3; round++) {
    if (await create(path)) {
      const release = () => rm(path, { force: true });
      return { release, [Symbol.asyncDispose]: release };
    }
    const holder = await holderOf(path);
    if (holder === 'gone') await rm(path, { force: true });
    else if (holder !== undefined) {
      throw new DeviceCommandError('home_busy', `Process ${holder} is using ${home}.`, next);
    }
  }
  throw new DeviceCommandError('home_busy', `Another process is starting in ${home}.`, 'Try again in a moment.');
}

async function create(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The process in the lock; `gone` when there is none any more, undefined when the lock just vanished. */
async function holderOf(path: string): Promise<number | 'gone' | undefined> {
  try {
    const pid = Number(await readFile(path, 'utf8'));
    if (!Number.isInteger(pid) || pid <= 0) {
      // Made and not yet written, or its writer died in between.
      const { mtimeMs } = await stat(path);
      return Date.now() - mtimeMs > UNFINISHED_MS ? 'gone' : undefined;
    }
    return isAlive(pid) ? pid : 'gone';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
