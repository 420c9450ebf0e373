import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterHere } from '@lanyard/wallet/core';
import { type DeviceArguments, readArguments, usage } from '../arguments.ts';
import { explain } from '../explain.ts';
import type { DeviceIo } from '../io.ts';
import { isDeviceHome, openDevice } from '../open-device.ts';
import { readSecrets } from '../secrets.ts';
import { nearbyCalls } from './bluetooth/nearby-calls.ts';
import { openPeripheral, type Peripheral } from './bluetooth/peripheral.ts';
import { openSystemBus } from './bluetooth/system-bus.ts';
import { READER_HELP } from './help.ts';
import { nodeSocket } from '../node-socket.ts';
import { keepCard } from './keep-card.ts';
import { pairReader } from './pair-reader.ts';
import { startPcscServer } from './pcsc-server.ts';
import { hasPhone, openReaderHome, type ReaderHome } from './reader-home.ts';
import { relayCalls } from './relay-calls.ts';
import { connectToRelay } from './relay-client.ts';
import { servePhone } from './serve-phone.ts';
import { desktopFolders } from './setup/desktop-folders.ts';
import { examine } from './setup/doctor.ts';
import { installReader, type Setup, uninstallReader } from './setup/install.ts';
import { vpcdPlace } from './vpcd-place.ts';

export const READER_NAME = 'Lanyard 00 00';
/** Octets of sun_path without the NUL: a longer one is cut off silently by the client library. */
const LONGEST_PATH = 107;

/**
 * Runs `lanyard reader`: a PIV card on this desktop until the signal of `io` ends it. The card is a paired phone's, or
 * that of a headless device in the same machine.
 * @param argv what follows `lanyard reader`
 * @returns the exit code, as of `lanyard device`
 */
export async function runReaderCommand(argv: readonly string[], io: DeviceIo): Promise<number> {
  try {
    const args = readArguments(['reader', ...argv], io);
    const [verb, ...more] = args.rest;
    if (args.help || verb === 'help') io.out(READER_HELP);
    else if (more.length > 0) throw usage(`"${more.join(' ')}" is nothing that the reader knows.`);
    else if (verb === 'pair') await pair(args, io);
    else if (verb === 'forget') await forget(args, io);
    else if (verb === 'install') await installReader(setupOf(args, io));
    else if (verb === 'uninstall') await uninstallReader(setupOf(args, io));
    else if (verb === 'doctor') return await doctor(args, io);
    else if (verb !== undefined) throw usage(`"${verb}" is nothing that the reader knows.`);
    else await serve(args, io);
    return 0;
  } catch (error) {
    return explain(error, io, 'lanyard reader --help');
  }
}

async function serve(args: DeviceArguments, io: DeviceIo): Promise<void> {
  const path = socketOf(args, io);
  const failed = (error: unknown): void => io.say(`${reasonOf(error)}\n`);
  const ofPhone = !args.homeNamed && (await hasPhone(args.readerHome));
  if (!ofPhone && args.bluetooth)
    throw usage('No phone is paired with this desktop: run "lanyard reader pair --bluetooth --server URL" first.');
  if (!ofPhone && !args.homeNamed && !(await isDeviceHome(args.home)))
    throw usage('No phone is paired with this desktop: run "lanyard reader pair --server URL" first.');
  await using device = ofPhone ? undefined : await openDevice(args, io);
  if (device !== undefined && args.secretsFromStdin.includes('passcode'))
    await device.wallet.unlock('passcode', await (await readSecrets(args, io)).get('passcode', 'Secure apps passcode'));
  await using home = ofPhone ? await openReaderHome(args, io.random) : undefined;
  await using server = args.vpcd === undefined ? await startPcscServer({ path, random: io.random, failed }) : undefined;
  const slot = server?.addReader(READER_NAME) ?? vpcdPlace({ port: args.vpcd ?? 0, failed, attached: sayAttached(io) });
  using _given = { [Symbol.dispose]: () => slot.remove() };
  const started = (): void => {
    if (server !== undefined) io.out(`export PCSCLITE_CSOCK_NAME=${quoted(path)}\n`);
  };
  // Awaited here: what is used must not be given back before it has ended.
  if (device !== undefined) return await keepCard({ wallet: device.wallet, slot, io, seconds: args.interval, started });
  const phone = await home?.phone();
  if (home === undefined || phone === undefined) throw new Error('no phone in a home that had one');
  const openSocket = io.openSocket ?? nodeSocket(home.ca);
  const openBluetooth = args.bluetooth ? (): Promise<Peripheral> => bluetoothOf(home, io) : undefined;
  if ((await servePhone({ home, phone, slot, io, openSocket, openBluetooth, started })) === 'ended') return;
  io.say(`"${phone.name}" was forgotten, here or on the phone. Pair one with "lanyard reader pair".\n`);
}

async function pair(args: DeviceArguments, io: DeviceIo): Promise<void> {
  await using home = await openReaderHome(args, io.random);
  const phone = await home.phone();
  // One phone a desktop: a second one would take the card of the first away.
  if (phone !== undefined)
    throw usage(`This desktop is paired with "${phone.name}": run "lanyard reader forget" first.`);
  await (args.bluetooth ? pairNearby(home, io) : pairOverRelay(home, io));
}

async function pairOverRelay(home: ReaderHome, io: DeviceIo): Promise<void> {
  const relay = await connectToRelay(io.openSocket ?? nodeSocket(home.ca), home, io.after ?? afterHere);
  onAbort(io, () => relay.close());
  try {
    await pairReader({ home, io, nextCall: relayCalls(relay, io) });
  } finally {
    relay.close();
  }
}

async function pairNearby(home: ReaderHome, io: DeviceIo): Promise<void> {
  const peripheral = await bluetoothOf(home, io);
  onAbort(io, () => void peripheral.close());
  try {
    await pairReader({ home, io, nextCall: nearbyCalls(peripheral, home, io) });
  } finally {
    await peripheral.close();
  }
}

/** Also where it was ended while the way was being opened. */
function onAbort({ signal }: DeviceIo, end: () => void): void {
  if (signal?.aborted === true) end();
  else signal?.addEventListener('abort', end, { once: true });
}

async function bluetoothOf({ name }: ReaderHome, io: DeviceIo): Promise<Peripheral> {
  const bus = await openSystemBus(io.env['DBUS_SYSTEM_BUS_ADDRESS']);
  try {
    return await openPeripheral(bus, name, io.after ?? afterHere);
  } catch (error) {
    bus.close();
    throw error;
  }
}

async function forget(args: DeviceArguments, io: DeviceIo): Promise<void> {
  await using home = await openReaderHome(args, io.random);
  const phone = await home.phone();
  // Without its key here no phone is let in, whatever becomes of the rest.
  await home.keepPhone(undefined);
  const relay = await connectToRelay(io.openSocket ?? nodeSocket(home.ca), home, io.after ?? afterHere);
  relay.say({ type: 'forget' });
  await relay.next();
  relay.close();
  io.out(phone === undefined ? 'There was no phone to forget.\n' : `"${phone.name}" is forgotten.\n`);
}

const setupOf = (args: DeviceArguments, io: DeviceIo): Setup => ({
  folders: desktopFolders(io.env),
  readerHome: args.readerHome,
  socket: socketOf(args, io),
  command: startOf(args, io),
  io,
});

/** As this process was started, in the same homes. */
const startOf = (args: DeviceArguments, io: DeviceIo): string[] => [
  process.execPath,
  ...process.argv.slice(1, 2),
  'reader',
  '--socket',
  socketOf(args, io),
  '--reader-home',
  args.readerHome,
  ...(args.homeNamed ? ['--home', args.home] : []),
  ...(args.bluetooth ? ['--bluetooth'] : []),
];

/** @returns 1 when something is missing */
async function doctor(args: DeviceArguments, io: DeviceIo): Promise<number> {
  const findings = await examine({ folders: desktopFolders(io.env), env: io.env, socket: socketOf(args, io) });
  for (const { program, ready, said, next } of findings)
    io.out(ready ? `ok       ${program}: ${said}\n` : `missing  ${program}: ${said}\n         next: ${next ?? ''}\n`);
  return findings.every(({ ready }) => ready) ? 0 : 1;
}

/** By default in the folder that ends with the session, else beside the device. */
function socketOf({ socket }: DeviceArguments, { env }: DeviceIo): string {
  const folder = env['XDG_RUNTIME_DIR'] ?? join(env['HOME'] ?? homedir(), '.lanyard');
  const path = socket ?? join(folder, 'lanyard-reader', 'pcscd.comm');
  if (Buffer.byteLength(path) > LONGEST_PATH)
    throw usage(`The socket's path has more than ${LONGEST_PATH} octets: name a shorter one with --socket PATH.`);
  return path;
}

const sayAttached =
  (io: DeviceIo) =>
  (now: boolean): void =>
    io.say(now ? 'pcscd has the card.\n' : 'pcscd is away: is it running, with vpcd?\n');

/** Whole for a shell, whatever is in it. */
const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
