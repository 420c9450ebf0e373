// Runs one program to its end, and ends with it when the person presses Ctrl-C.
import { spawn } from 'node:child_process';
import { fail } from './setup-say.mjs';

/**
 * @param command program and arguments
 * @param options cwd, env, and `stdout`/`stderr` as for spawn's stdio
 * @returns exit code and the last of what it wrote to its error output
 */
export async function runProgram([program, ...args], { cwd, env, output = 'pipe' }) {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', output === 'pipe' ? 'ignore' : output, output] });
  let tail = '';
  child.stderr?.on('data', (chunk) => (tail = (tail + chunk).slice(-4000)));
  let interrupted = false;
  const stop = () => {
    interrupted = true;
    child.kill('SIGKILL'); // npm's own rollback takes 15 s, and npm ci starts clean anyway
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  const code = await new Promise((done) => {
    child.on('error', () => done(127));
    child.on('close', (status) => done(status ?? 1));
  });
  for (const signal of signals) process.off(signal, stop);
  if (interrupted) fail('interrupted; run the same command again', 130);
  return { code, tail };
}
