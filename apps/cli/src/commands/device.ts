import { randomBytes } from 'node:crypto';
import { runDeviceCommand } from '@lanyard/wallet/desktop';
import { environment } from '../environment.ts';

export function run(argv: readonly string[]): Promise<number> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  return runDeviceCommand(argv, {
    stdin: process.stdin,
    out: (text) => void process.stdout.write(text),
    say: (text) => void process.stderr.write(text),
    env: environment(),
    clock: Date.now,
    random: (n) => new Uint8Array(randomBytes(n)),
    signal: stop.signal,
  });
}
