import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import pg from 'pg';
import type { DbOptions } from './db.ts';

export interface MigrationFolder {
  /** Each room writes its own schema, and nobody else does. */
  readonly schema: string;
  readonly folder: string;
}

/**
 * Brings every schema up to date, in the order given. Two processes at once: one migrates, the other waits.
 * @param folders plain SQL files named `0001-what.sql`; a missing folder counts as empty
 * @throws Error naming the migration that failed; what was applied before it stays
 */
export async function migrate(
  options: Omit<DbOptions, 'max' | 'onError'>,
  folders: readonly MigrationFolder[],
  say: (line: string) => void = () => {},
): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ ...options, max: 2 }) }) });
  try {
    for (const { schema, folder } of folders) await migrateSchema(db, schema, folder, say);
  } finally {
    await db.destroy();
  }
}

async function migrateSchema(db: Kysely<unknown>, schema: string, folder: string, say: (line: string) => void) {
  const migrations = await readMigrations(folder);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableSchema: schema,
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  });
  const { error, results } = await migrator.migrateToLatest();
  for (const r of results ?? []) if (r.status === 'Success') say(`${schema}/${r.migrationName}`);
  if (error !== undefined) {
    const failed = results?.find((r) => r.status === 'Error')?.migrationName ?? 'start';
    const why = error instanceof Error ? error.message : 'unknown';
    throw new Error(`migration ${schema}/${failed} failed: ${why}`, { cause: error });
  }
}

async function readMigrations(folder: string): Promise<Record<string, Migration>> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((f) => f.endsWith('.sql')).sort();
  const texts = await Promise.all(files.map((f) => readFile(join(folder, f), 'utf8')));
  return Object.fromEntries(
    files.map((f, i) => [
      f.slice(0, -4),
      { up: async (db: Kysely<unknown>) => void (await sql.raw(texts[i] ?? '').execute(db)) },
    ]),
  );
}
