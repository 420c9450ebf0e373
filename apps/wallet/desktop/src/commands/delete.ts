import { WalletError } from '@lanyard/wallet/core';
import { usage } from '../arguments.ts';
import { DeviceCommandError } from '../device-error.ts';
import type { Command } from './command.ts';

const CONSEQUENCE = 'Apps that use this derived credential are unauthorized at their next check-in.';

export const deleteCommand: Command = async ({ wallet, args, io }) => {
  const { credentials } = await wallet.overview();
  const named = args.rest[0] ?? args.credential;
  if (named === undefined && credentials.length > 1)
    throw usage('There are several credentials: name one, as "status" shows them.');
  const id = named ?? credentials[0]?.id;
  if (id === undefined) throw new WalletError('no_such_credential');
  if (!args.yes) throw new DeviceCommandError('not_confirmed', CONSEQUENCE, 'Add --yes to delete it.');
  const known = await wallet.deleteCredential(id);
  io.out(known ? 'Deleted, here and at the server.\n' : 'Deleted here. The server hears of it at the next check-in.\n');
};
