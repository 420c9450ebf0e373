import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { until } from './run-program.ts';

const CLI = resolve(import.meta.dirname, '../../../apps/cli/src/main.ts');

/** `lanyard reader` in a process of its own, as a person runs it. */
export interface ReaderProcess {
  said(): string;
  /** Waits for what it says. */
  says(pattern: RegExp): Promise<void>;
  type(line: string): void;
  ended(): Promise<number | null>;
  /** Ctrl-C. */
  stop(): Promise<number | null>;
  /** As when power is cut. */
  kill(): Promise<number | null>;
}

/** @param folder of the installation: the reader of its one desktop */
export function startReader(folder: string, ...args: readonly string[]): ReaderProcess {
  const child = spawn(process.execPath, [CLI, 'reader', ...args, '--reader-home', join(folder, 'desk')]);
  const ended = new Promise<number | null>((done) => child.on('close', done));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (octets: Buffer) => (said += octets.toString()));
  const endBy = (signal: NodeJS.Signals) => (): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  return {
    said: () => said,
    says: (pattern) =>
      until(`the reader says ${String(pattern)}`, async () => pattern.test(said), 15).catch((error: unknown) => {
        throw new Error(`${String(error)}:\n${said}`);
      }),
    type: (line) => void child.stdin.write(`${line}\n`),
    ended: () => ended,
    stop: endBy('SIGINT'),
    kill: endBy('SIGKILL'),
  };
}
