import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bytes } from '../bytes.ts';

export interface Ran {
  readonly ok: boolean;
  /** Standard output and standard error. */
  readonly text: string;
  /** Reads a file that the program left. */
  file(name: string): Bytes;
}

/** Why a test that asks a program cannot run; false where it can. */
export function unlessInstalled(program: string, probe: readonly string[] = ['--help']): string | false {
  return spawnSync(program, probe, { stdio: 'ignore' }).error === undefined
    ? false
    : `not run: ${program} is not installed`;
}

export const noOpenssl = unlessInstalled('openssl', ['version']);

/** Runs a program in a folder of its own that holds the given files. */
export function run(
  program: string,
  args: readonly string[],
  files: Readonly<Record<string, Uint8Array | string>> = {},
): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'lanyard-pki-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8', timeout: 20_000 });
    const left = new Map<string, Bytes>();
    for (const name of args.filter((arg) => arg.startsWith('out.'))) left.set(name, readOrEmpty(join(folder, name)));
    return { ok: status === 0, text: `${stdout}${stderr}`, file: (name) => left.get(name) ?? new Uint8Array(0) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const openssl = (args: string, files: Readonly<Record<string, Uint8Array | string>> = {}): Ran =>
  run('openssl', args.split(' '), files);

function readOrEmpty(path: string): Bytes {
  try {
    return new Uint8Array(readFileSync(path));
  } catch {
    return new Uint8Array(0);
  }
}
