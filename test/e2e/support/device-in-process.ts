import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { runDeviceCommand } from '@lanyard/wallet/desktop';

/** A few rounds in place of 600 000: what is tested is the way, not the cost of guessing. */
const ITERATIONS = 1_000;

export interface DeviceRun {
  readonly code: number;
  readonly out: string;
  readonly said: string;
}

/** The headless device's commands in this process, where a suite needs many of them. */
export const deviceIn =
  (folder: string, name: string) =>
  async (args: readonly string[], ...secrets: (string | null)[]): Promise<DeviceRun> => {
    let out = '';
    let said = '';
    const code = await runDeviceCommand([...args, '--home', join(folder, `device-${name}`)], {
      stdin: Readable.from(secrets.length > 0 ? [`${secrets.join('\n')}\n`] : []),
      out: (text) => (out += text),
      say: (text) => (said += text),
      env: {},
      clock: Date.now,
      random: (n) => new Uint8Array(randomBytes(n)),
      iterations: ITERATIONS,
    });
    return { code, out, said };
  };
