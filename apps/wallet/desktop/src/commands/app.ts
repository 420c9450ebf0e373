import { usage } from '../arguments.ts';
import type { Command } from './command.ts';

/** What an app is handed when it starts, for programs: its values and which certificates are its own, no keys. */
export const appCommand: Command = async ({ wallet, args, io }) => {
  const [identifier] = args.rest;
  if (identifier === undefined) throw usage('Which app? Name it by its bundle identifier or package name.');
  io.out(`${JSON.stringify(await wallet.startApp(identifier), null, 2)}\n`);
};
