import { createWriteStream, mkdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  adoptRestoredRows,
  createLog,
  executeSql,
  loadAuditKey,
  loadMasterKey,
  migrate,
  openDb,
  startJobs,
  startPostgres,
  StartError,
  systemClock,
  systemRandom,
  type AuditKey,
  type Clock,
  type Db,
  type DbOptions,
  type Jobs,
  type Logger,
  type MasterKey,
  type RandomSource,
} from '@lanyard/kernel';
import type { Config } from './config.ts';
import { migrationFolders } from './migration-folders.ts';

/** What every command of an installation stands on: its database, its keys, its outbox. */
export interface Installation {
  readonly config: Config;
  readonly db: Db;
  readonly jobs: Jobs;
  readonly masterKey: MasterKey;
  readonly auditKey: AuditKey;
  readonly log: Logger;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** True when this call made the master key: say where it is and what its loss costs. */
  readonly masterKeyMade: boolean;
  close(): Promise<void>;
}

/**
 * Opens an installation: 1. database (embedded, or DATABASE_URL) 2. migrations 3. master key 4. audit key 5. outbox.
 * What was opened is closed again when a later step fails.
 * @throws StartError, ConfigError or Error with one line that says what to do
 */
export async function openInstallation(config: Config, say: (line: string) => void = () => {}): Promise<Installation> {
  const opened: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const undo of opened.splice(0).reverse()) await undo();
  };
  try {
    const connection = await openDatabase(config, say, opened);
    const log = config.logFile ? fileLog(config.logLevel, config.logFile, opened) : createLog(config.logLevel);
    await migrate(connection, migrationFolders(), (line) => say(`Migrated ${line}`));
    const db = openDb({
      ...connection,
      max: config.databaseConnections,
      onError: (error) => log.warn({ err: error }, 'a database connection broke'),
    });
    opened.push(() => db.close());
    const { key: masterKey, made } = await openMasterKey(config, db);
    const auditKey = await loadAuditKey(db.pool, masterKey);
    await adoptRestoredRows(db);
    const jobs = await startJobs({
      connection,
      onError: (error) => log.warn({ err: error }, 'the outbox met an error'),
    });
    opened.push(() => jobs.stop());
    return {
      config,
      db,
      jobs,
      masterKey,
      auditKey,
      log,
      clock: systemClock,
      random: systemRandom,
      masterKeyMade: made,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function fileLog(level: string, path: string, opened: (() => Promise<void>)[]): Logger {
  mkdirSync(dirname(path), { recursive: true });
  const file = createWriteStream(path, { flags: 'a', mode: 0o600 });
  opened.push(() => new Promise((closed) => file.end(() => closed())));
  return createLog(level, file);
}

type Connection = Pick<DbOptions, 'connectionString' | 'host' | 'port' | 'user' | 'database'>;

async function openDatabase(
  config: Config,
  say: (line: string) => void,
  opened: (() => Promise<void>)[],
): Promise<Connection> {
  if (config.databaseUrl) return reachable(config.databaseUrl);
  const postgres = await startPostgres(config.dataFolder, { say });
  opened.push(() => postgres.stop());
  return { host: postgres.host, port: postgres.port, user: postgres.user, database: postgres.database };
}

/** Asked first, so that the line names the setting and not a migration; never with the password in it. */
async function reachable(connectionString: string): Promise<Connection> {
  const db = openDb({ connectionString, max: 1 });
  try {
    await executeSql(db.pool, 'select 1');
    return { connectionString };
  } catch (cause) {
    const { hostname, port } = URL.parse(connectionString) ?? { hostname: 'its address', port: '' };
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(
      'database_unreachable',
      `the database of DATABASE_URL does not answer at ${[hostname, port].filter(Boolean).join(':')} (${why}): start it, or correct DATABASE_URL`,
      { cause },
    );
  } finally {
    await db.close();
  }
}

/** A new key only for a database without secrets: another key would look like one that was lost. */
async function openMasterKey(config: Config, db: Db) {
  const { rows } = await executeSql(db.pool, 'select 1 from kernel.sealed_secret limit 1');
  await mkdir(dirname(config.masterKeyFile), { recursive: true });
  return loadMasterKey(config.masterKeyFile, rows.length === 0);
}
