import { DeviceCommandError } from '../device-error.ts';
import type { Command } from './command.ts';

const CONSEQUENCE = 'Unregistering ends this device and its derived credentials, and erases its keys.';

export const unregisterCommand: Command = async ({ wallet, args, io }) => {
  if (!args.yes) throw new DeviceCommandError('not_confirmed', CONSEQUENCE, 'Add --yes to go on.');
  await wallet.unregister({ force: args.force });
  io.out('This device is no longer registered, and holds nothing any more.\n');
};
