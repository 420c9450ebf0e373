import { homedir } from 'node:os';
import { join } from 'node:path';
import { type DeviceArguments, readArguments, usage } from '../arguments.ts';
import { explain } from '../explain.ts';
import type { DeviceIo } from '../io.ts';
import { openDevice } from '../open-device.ts';
import { READER_HELP } from './help.ts';
import { keepCard } from './keep-card.ts';
import { startPcscServer } from './pcsc-server.ts';

export const READER_NAME = 'Lanyard 00 00';
/** Octets of sun_path without the NUL: a longer one is cut off silently by the client library. */
const LONGEST_PATH = 107;

/**
 * Runs `lanyard reader`: the device's active credential as a PIV card, until the signal of `io` ends it.
 * @param argv what follows `lanyard reader`
 * @returns the exit code, as of `lanyard device`
 */
export async function runReaderCommand(argv: readonly string[], io: DeviceIo): Promise<number> {
  try {
    const args = readArguments(['reader', ...argv], io);
    if (args.help || args.rest.includes('help')) io.out(READER_HELP);
    else if (args.rest.length > 0) throw usage(`"${args.rest.join(' ')}" is nothing that the reader knows.`);
    else await serve(args, io);
    return 0;
  } catch (error) {
    return explain(error, io);
  }
}

async function serve(args: DeviceArguments, io: DeviceIo): Promise<void> {
  const path = socketOf(args, io);
  await using device = await openDevice(args, io);
  const failed = (error: unknown): void => io.say(`${reasonOf(error)}\n`);
  await using server = await startPcscServer({ path, random: io.random, failed });
  const slot = server.addReader(READER_NAME);
  const seconds = args.interval;
  await keepCard({
    wallet: device.wallet,
    slot,
    io,
    seconds,
    started: () => io.out(`export PCSCLITE_CSOCK_NAME=${quoted(path)}\n`),
  });
}

/** By default in the folder that ends with the session, else beside the device. */
function socketOf({ socket }: DeviceArguments, { env }: DeviceIo): string {
  const folder = env['XDG_RUNTIME_DIR'] ?? join(env['HOME'] ?? homedir(), '.lanyard');
  const path = socket ?? join(folder, 'lanyard-reader', 'pcscd.comm');
  if (Buffer.byteLength(path) > LONGEST_PATH)
    throw usage(`The socket's path has more than ${LONGEST_PATH} octets: name a shorter one with --socket PATH.`);
  return path;
}

/** Whole for a shell, whatever is in it. */
const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
