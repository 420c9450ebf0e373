import { readArguments, usage, type DeviceArguments } from './arguments.ts';
import { activateCommand } from './commands/activate.ts';
import { appCommand } from './commands/app.ts';
import { passcodeCommand, pinCommand } from './commands/change.ts';
import { checkInCommand } from './commands/check-in.ts';
import { connectCommand } from './commands/connect.ts';
import { desktopsCommand, forgetCommand } from './commands/desktops.ts';
import { pairCommand } from './commands/pair.ts';
import type { Command } from './commands/command.ts';
import { deleteCommand } from './commands/delete.ts';
import { exportCommand } from './commands/export.ts';
import { registerCommand } from './commands/register.ts';
import { signCommand } from './commands/sign.ts';
import { statusCommand } from './commands/status.ts';
import { unregisterCommand } from './commands/unregister.ts';
import { watchCommand } from './commands/watch.ts';
import { explain } from './explain.ts';
import { HELP } from './help.ts';
import type { DeviceIo } from './io.ts';
import { openDevice } from './open-device.ts';
import { readSecrets } from './secrets.ts';

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['register', registerCommand],
  ['check-in', checkInCommand],
  ['activate', activateCommand],
  ['status', statusCommand],
  ['app', appCommand],
  ['passcode', passcodeCommand],
  ['pin', pinCommand],
  ['delete', deleteCommand],
  ['sign', signCommand],
  ['export', exportCommand],
  ['unregister', unregisterCommand],
  ['watch', watchCommand],
  ['pair', pairCommand],
  ['connect', connectCommand],
  ['desktops', desktopsCommand],
  ['forget', forgetCommand],
]);

/**
 * Runs one `lanyard device …` command.
 * @param argv what follows `lanyard device`
 * @returns the exit code: 0 done, 1 refused, 2 wrong usage or a missing secret, 3 offline, 70 a fault of ours
 */
export async function runDeviceCommand(argv: readonly string[], io: DeviceIo): Promise<number> {
  try {
    const args = readArguments(argv, io);
    if (args.help || args.command === 'help') io.out(HELP);
    else await run(args, io);
    return 0;
  } catch (error) {
    return explain(error, io);
  }
}

async function run(args: DeviceArguments, io: DeviceIo): Promise<void> {
  const command = COMMANDS.get(args.command);
  if (command === undefined) throw usage(`There is no command "${args.command}".`);
  const secrets = await readSecrets(args, io);
  await using device = await openDevice(args, io);
  await command({ wallet: device.wallet, args, io, secrets });
}
