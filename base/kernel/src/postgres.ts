import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openDataFolder } from './data-folder.ts';
import { postgresTools, type RunTool } from './postgres-binaries.ts';
import { ensureCluster, ROLE, socketFolder } from './postgres-cluster.ts';
import { adopt, leave, type Keeper } from './postgres-keeper.ts';
import { ownerMay, postgresOwner, userName, type Owner } from './postgres-owner.ts';
import { StartError } from './start-error.ts';

export interface PostgresOptions {
  /** Told a word about what happens, for the console. */
  readonly say?: (line: string) => void;
  /** Server settings, such as `{ fsync: 'off' }` in tests; not applied to a server that runs already. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The operating system's user to run as when started by root. */
  readonly osUser?: string;
  /** False: the connection that watches over the server does not keep this process alive. */
  readonly holdProcess?: boolean;
}

export interface EmbeddedPostgres {
  /** Folder of the Unix socket: there is no TCP port and no password. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** Stops the server, unless another process still uses it. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL on a data folder, or adopts the one that a killed process left running there.
 *
 * @param dataDir path of the data folder; created when absent, refused when it holds anything not ours
 * @throws StartError with one line that says what to do
 */
export async function startPostgres(dataDir: string, options: PostgresOptions = {}): Promise<EmbeddedPostgres> {
  // 1. the folder is ours, and the user that PostgreSQL runs as can reach it
  const folder = openDataFolder(dataDir);
  const owner = postgresOwner(join(folder, 'pg'), options.osUser);
  if (!ownerMay(owner, '-x', folder)) throw closedFolder(folder, owner);
  // 2. binaries it can read, a cluster, a place for the socket
  const run = postgresTools(folder, owner);
  const cluster = await ensureCluster(folder, owner, run);
  const host = socketFolder(folder, owner);
  // 3. start, or adopt the one that runs
  const place: Place = { cluster, host, run, options };
  const watched = await keepRunning(place, options.holdProcess !== false);
  // 4. and again, whenever it is gone without our leaving
  return {
    host,
    port: 5432,
    user: ROLE,
    database: ROLE,
    stop: async () => leave(await watched.release(), { cluster, host, run, say: options.say }),
  };
}

const REVIVE_EVERY = 2_000;

/** Starts the server, and starts it again when it died: nobody else would, and every call would fail until somebody did. */
async function keepRunning(place: Place, revives: boolean): Promise<{ release(): Promise<Keeper> }> {
  const say = place.options.say ?? (() => undefined);
  let released = false;
  let keeper = watch(await startOrAdopt(place));
  let reviving: Promise<void> = Promise.resolve();

  function watch(held: Keeper): Keeper {
    const onEnd = (): void => {
      if (!released) reviving = revive();
    };
    if (revives) held.client.once('end', onEnd);
    return held;
  }

  async function revive(): Promise<void> {
    while (!released) {
      try {
        keeper = watch(await startOrAdopt(place));
        say('PostgreSQL had ended and runs again');
        return;
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
        await wait(REVIVE_EVERY);
      }
    }
  }

  return {
    async release() {
      released = true;
      await reviving;
      return keeper;
    },
  };
}

function closedFolder(folder: string, owner: Owner): StartError {
  const message = `PostgreSQL cannot run as root, and its user ${userName(owner.uid)} may not enter ${folder}: choose another folder, for example --data /var/lib/lanyard`;
  return new StartError('data_folder_permission', message);
}

interface Place {
  readonly cluster: string;
  readonly host: string;
  readonly run: RunTool;
  readonly options: PostgresOptions;
}

/** For 30 s: the lock of a killed server looks alive until process 1 has reaped it. */
async function startOrAdopt({ cluster, host, run, options }: Place): Promise<Keeper> {
  const log = join(cluster, 'server.log');
  const until = Date.now() + 30_000;
  for (let started = false; ;) {
    const keeper = await adopt(host, cluster);
    if (keeper) {
      if (options.holdProcess === false) keeper.client.unref();
      options.say?.(started ? 'PostgreSQL started' : 'PostgreSQL was running already');
      return keeper;
    }
    const result = await run('pg_ctl', [
      'start',
      '-s',
      '-w',
      '-t',
      '20',
      '-D',
      cluster,
      '-l',
      log,
      '-o',
      serverArguments(host, options),
    ]);
    started = result.code === 0;
    if (started) continue;
    if (Date.now() > until) throw notStarting(cluster, log, result.output);
    await wait(150);
  }
}

function serverArguments(host: string, options: PostgresOptions): string {
  const settings = {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    unix_socket_directories: host,
    ...options.settings,
  };
  // pg_ctl hands this line to a shell: single quotes, and a quote inside as '\''
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}='${value.replaceAll(`'`, `'\\''`)}'`)
    .join(' ');
}

function notStarting(cluster: string, log: string, output: string): StartError {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  const reason = lines.findLast((line) => /FATAL|PANIC/.test(line)) ?? output.trim().split('\n').at(-1) ?? '';
  const message = `PostgreSQL does not start in ${cluster}: ${reason.trim()} (more in ${log})`;
  return new StartError('postgres_start', message, { output: `${output}\n${lines.slice(-20).join('\n')}` });
}
