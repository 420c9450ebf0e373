import { usage } from '../arguments.ts';
import { type Command, type CommandContext, unlockVault } from './command.ts';

const only = (rest: readonly string[], what: string): void => {
  if (rest.length !== 1 || rest[0] !== 'change') throw usage(`The command is "lanyard device ${what} change".`);
};

export const passcodeCommand: Command = async ({ wallet, args, io, secrets }) => {
  only(args.rest, 'passcode');
  const present = await secrets.get('passcode', 'Present secure apps passcode');
  await wallet.changePasscode(present, await secrets.choose('new-passcode', 'New secure apps passcode'));
  io.out('The secure apps passcode has changed.\n');
};

export const pinCommand: Command = async (context) => {
  const [verb] = context.args.rest;
  if (verb === 'challenge') return challenge(context);
  if (verb === 'reset') return reset(context);
  only(context.args.rest, 'pin');
  const { wallet, io, secrets } = context;
  const present = await secrets.get('pin', 'Present derived credential PIN');
  await wallet.changePin(present, await secrets.choose('new-pin', 'New derived credential PIN'));
  io.out('The derived credential PIN has changed.\n');
};

/** Shows the unblock challenge: its response is entered with "pin reset", or is the PUK of the card in the reader. */
async function challenge(context: CommandContext): Promise<void> {
  await unlockVault(context);
  const { challenge: shown, expiresAt } = await context.wallet.startPinReset();
  const until = new Date(expiresAt).toISOString();
  context.io.out(`Unblock Challenge: ${shown.replace(/(.{4})(?=.)/g, '$1 ')} (until ${until})\n`);
}

async function reset(context: CommandContext): Promise<void> {
  const { wallet, io, secrets } = context;
  await unlockVault(context);
  if ((await wallet.overview()).pinReset === undefined) await challenge(context);
  const response = await secrets.get('unblock-response', 'Unblock Response');
  await wallet.resetPin(response, await secrets.choose('new-pin', 'New derived credential PIN'));
  io.out('The derived credential PIN has been reset.\n');
}
