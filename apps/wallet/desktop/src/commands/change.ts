import { usage } from '../arguments.ts';
import type { Command } from './command.ts';

const only = (rest: readonly string[], what: string): void => {
  if (rest.length !== 1 || rest[0] !== 'change') throw usage(`The command is "lanyard device ${what} change".`);
};

export const passcodeCommand: Command = async ({ wallet, args, io, secrets }) => {
  only(args.rest, 'passcode');
  const present = await secrets.get('passcode', 'Present secure apps passcode');
  await wallet.changePasscode(present, await secrets.choose('new-passcode', 'New secure apps passcode'));
  io.out('The secure apps passcode has changed.\n');
};

export const pinCommand: Command = async ({ wallet, args, io, secrets }) => {
  only(args.rest, 'pin');
  const present = await secrets.get('pin', 'Present derived credential PIN');
  await wallet.changePin(present, await secrets.choose('new-pin', 'New derived credential PIN'));
  io.out('The derived credential PIN has changed.\n');
};
