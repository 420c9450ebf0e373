import { CompiledQuery, Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { LanyardError } from './errors.ts';
import { rememberStatements } from './statement.ts';

/** A context sees only the tables that it names with `withTables`. */
// oxlint-disable-next-line typescript/no-generated-empty-object-type -- no table is just what it says
export type NoTables = Record<never, never>;
/** Anything a query runs on: the pool, or a transaction handed over by the context that leads it. */
export type Queryable = Kysely<NoTables>;
export type Tx = Transaction<NoTables>;

export interface Db {
  /** For reads, and for single statements that are a transaction by themselves. */
  readonly pool: Queryable;
  /**
   * Runs `work` in one transaction. No signing and no network inside it.
   * @throws LanyardError `database_unavailable` when the server cannot be reached; `database_busy` when it and another
   *   waited for each other, so that the database undid this one
   */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface DbOptions {
  readonly connectionString?: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly database?: string;
  /** Connections at the most; 10 by default. */
  readonly max?: number;
  /** Told of connections that break while idle: a restart of the database must not end the process. */
  readonly onError?: (error: Error) => void;
}

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const n = Number(text);
  if (!Number.isSafeInteger(n)) throw new RangeError(`bigint ${text} does not fit a number`);
  return n;
});

export function openDb(options: DbOptions): Db {
  const { onError, ...connection } = options;
  const pool = new pg.Pool({
    max: 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 30_000,
    // A process that froze in a transaction must not hold its locks, nor the sealer of the audit log, for ever.
    idle_in_transaction_session_timeout: 60_000,
    application_name: 'lanyard',
    ...connection,
  });
  pool.on('error', (error) => onError?.(error));
  // The pool listens to idle clients only; one in use between two queries of a transaction would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('connect', rememberStatements);
  const kysely = new Kysely<NoTables>({ dialect: new PostgresDialect({ pool }) });
  return {
    pool: kysely,
    tx: (work) => kysely.transaction().execute(work).catch(rethrow),
    close: () => kysely.destroy(),
  };
}

/** SQLSTATE classes and socket errors that mean "not there now", as against a fault of ours; 57014 is a statement that timed out, 25P03 a transaction. */
const away = /^(08|25P03|57P0[123]|57014|53300|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)/;

/** Tells a database that is away from one that refused. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && away.test(code)) return true;
  return /Connection terminated|is not queryable|connection timeout|timeout exceeded when trying to connect/i.test(
    error.message,
  );
}

/** SQLSTATE class 40: undone because of another transaction at the same moment, whole and through no fault of its own. */
const undone = /^40(001|P01)$/;

function rethrow(error: unknown): never {
  if (isDatabaseAway(error)) throw new LanyardError('database_unavailable', {}, { cause: error });
  if (undone.test(String((error as { code?: unknown } | null)?.code)))
    throw new LanyardError('database_busy', {}, { cause: error });
  throw error;
}

/** SQLSTATE 23505: a unique key was taken; `constraint` names it where given. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const e = error as { code?: unknown; constraint?: unknown } | null;
  return e?.code === '23505' && (constraint === undefined || e.constraint === constraint);
}

/** SQLSTATE 23503: what a row refers to is not there, or what refers to a row still is. */
export const isForeignKeyViolation = (error: unknown): boolean =>
  (error as { code?: unknown } | null)?.code === '23503';

/** Plain SQL on whatever is handed over, for libraries that bring their own text. */
export async function executeSql(
  on: Queryable,
  text: string,
  values: readonly unknown[] = [],
): Promise<{ rows: unknown[] }> {
  const result = await on.executeQuery(CompiledQuery.raw(text, [...values]));
  return { rows: result.rows };
}
