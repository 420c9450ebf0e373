import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type DeviceIo, runDeviceCommand, runReaderCommand } from '@lanyard/wallet/desktop';
import { until } from './run-program.ts';

/** A command that goes on, in this process: what it says is waited for, what it asks is typed. */
export interface Going {
  /** @returns the pattern's first group */
  says(pattern: RegExp): Promise<string>;
  type(line: string): void;
  stop(): Promise<void>;
}

function going(
  folder: string,
  argv: readonly string[],
  command: typeof runReaderCommand,
  more: Partial<DeviceIo> = {},
): Going {
  const [stdin, ending] = [new PassThrough(), new AbortController()];
  let said = '';
  const hear = (text: string): void => void (said += text);
  const io: DeviceIo = {
    stdin,
    out: hear,
    say: hear,
    env: { LANYARD_READER_HOME: join(folder, 'desk') },
    clock: Date.now,
    random: (n) => new Uint8Array(randomBytes(n)),
    iterations: 1_000,
    signal: ending.signal,
    ...more,
  };
  const ended = command(argv, io);
  return {
    type: (line) => void stdin.write(`${line}\n`),
    says: async (pattern) => {
      await until(`it says ${String(pattern)}`, async () => pattern.test(said), 20).catch((error: unknown) => {
        throw new Error(`${String(error)}:\n${said}`);
      });
      return pattern.exec(said)?.[1] ?? '';
    },
    stop: async () => {
      ending.abort();
      await ended;
    },
  };
}

/** `lanyard reader …`, with one reader a folder. */
export const readerIn = (folder: string, ...argv: readonly string[]): Going => going(folder, argv, runReaderCommand);

/** The same, with time or notifications of a test's own. */
export const readerWith = (more: Partial<DeviceIo>, folder: string, ...argv: readonly string[]): Going =>
  going(folder, argv, runReaderCommand, more);
export const phoneWith = (more: Partial<DeviceIo>, folder: string, name: string, ...argv: readonly string[]): Going =>
  going(folder, [...argv, '--home', join(folder, `device-${name}`)], runDeviceCommand, more);

/** `lanyard device …` on the device of that name. */
export const phoneIn = (folder: string, name: string, ...argv: readonly string[]): Going =>
  going(folder, [...argv, '--home', join(folder, `device-${name}`)], runDeviceCommand);

/** Pairs the two as their holder does. @param server where the reader goes */
export async function pairIn(folder: string, name: string, server: string): Promise<void> {
  const reader = readerIn(folder, 'pair', '--server', server, '--name', 'Desk');
  const word = await reader.says(/type (\w{3} \w{3})/);
  const phone = phoneIn(folder, name, 'pair', word);
  const code = await phone.says(/typed on "Desk": (\d+)/);
  await reader.says(/(shows): /);
  reader.type(code);
  await phone.says(/Paired with/);
  await reader.stop();
  await phone.stop();
}
