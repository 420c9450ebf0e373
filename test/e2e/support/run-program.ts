import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, for messages. */
  readonly text: string;
}

/** Runs a program of somebody else to its end. */
export function runProgram(
  command: string,
  args: readonly string[],
  { input = '', cwd = '/', seconds = 60 }: { input?: string | Uint8Array; cwd?: string; seconds?: number } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['pipe', 'pipe', 'pipe'], timeout: seconds * 1_000 });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (d: Buffer) => (stdout += d.toString()));
    child.stderr.on('data', (d: Buffer) => (stderr += d.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr, text: `${stdout}${stderr}` }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Asks again until it is so, or says that it never was. The wait is for another program, not for time to pass. */
export async function until(what: string, isSo: () => Promise<boolean>, seconds = 40): Promise<void> {
  for (const end = Date.now() + seconds * 1_000; Date.now() < end; await wait(100)) if (await isSo()) return;
  throw new Error(`${what}: not so within ${seconds} seconds`);
}
