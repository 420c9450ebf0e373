import { randomBytes } from 'node:crypto';
import type { DeviceIo } from '@lanyard/wallet/desktop';
import { environment } from '../environment.ts';

/** This process's terminal, clock and randomness. @param ends the signals that a command heeds by itself, once */
export function deviceIo(...ends: readonly NodeJS.Signals[]): DeviceIo {
  const stop = new AbortController();
  for (const signal of ends) process.once(signal, () => stop.abort());
  return {
    stdin: process.stdin,
    out: (text) => void process.stdout.write(text),
    say: (text) => void process.stderr.write(text),
    env: environment(),
    clock: Date.now,
    random: (n) => new Uint8Array(randomBytes(n)),
    signal: stop.signal,
  };
}
