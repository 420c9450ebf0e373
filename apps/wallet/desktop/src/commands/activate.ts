import {
  isServerError,
  isWalletError,
  LanyardWalletError,
  requestOf,
  WalletError,
  type ActivationState,
} from '@lanyard/wallet/core';
import { credentialLines } from '../report.ts';
import { unlockVault, type Command, type CommandContext } from './command.ts';

/**
 * Activates a credential request, or goes on with one:
 * 1. passcode, made the first time, 2. activation password, unless it was accepted before, 3. PIN, unless there is one.
 */
export const activateCommand: Command = async (context) => {
  const { wallet } = context;
  const underWay = (await wallet.overview()).activation !== null;
  await wallet.checkIn();
  // the server may have confirmed it before the connection broke: then the check-in has just finished it
  if (underWay && (await wallet.overview()).activation === null) return tellActivated(context);
  let state = await goOnWithVault(context);
  if (state.step === 'pin')
    state = await wallet.setPin(await context.secrets.choose('pin', 'New derived credential PIN'), say(context));
  await checkInIfPossible(context);
  if (state.step !== 'active') throw new WalletError('no_activation');
  await tellActivated(context);
};

async function tellActivated({ wallet, io }: CommandContext): Promise<void> {
  const [credential] = (await wallet.overview()).credentials;
  if (credential === undefined) throw new WalletError('no_activation');
  io.say('The derived credential has been activated.\n');
  io.out(`${credentialLines(credential).join('\n')}\n`);
}

/** So that the request is no longer shown as pending. The activation is over whatever becomes of this. */
async function checkInIfPossible({ wallet }: CommandContext): Promise<void> {
  try {
    await wallet.checkIn();
  } catch (error) {
    if (!(error instanceof LanyardWalletError)) throw error;
  }
}

const say =
  ({ io }: CommandContext) =>
  (progress: string): void =>
    io.say(`${progress} …\n`);

/** Where the server closed every way into the vault for good, it takes a new passcode only after the password. */
async function goOnWithVault(context: CommandContext): Promise<ActivationState> {
  const { wallet } = context;
  const { vault } = await wallet.overview();
  try {
    await openOrMakeVault(context);
  } catch (error) {
    if (vault.ways.length > 0 || !isServerError(error, 'vault_destroyed')) throw error;
  }
  try {
    return await goOn(context);
  } catch (error) {
    if (!isWalletError(error, 'vault_not_set_up')) throw error;
    await openOrMakeVault(context);
    return wallet.resumeActivation(say(context));
  }
}

async function openOrMakeVault(context: CommandContext): Promise<void> {
  const { wallet, secrets } = context;
  if ((await wallet.overview()).vault.ways.length > 0) return unlockVault(context);
  await wallet.createPasscode(await secrets.choose('passcode', 'New secure apps passcode'));
}

async function goOn(context: CommandContext): Promise<ActivationState> {
  const { wallet, args, secrets } = context;
  const { activation, desired } = await wallet.overview();
  const named = args.rest[0] === undefined ? undefined : requestOf(args.rest[0]);
  if (activation !== null && (named === undefined || named === activation.requestId)) {
    const state = await wallet.resumeActivation(say(context));
    if (state.step !== 'password') return state;
  }
  const requestId = named ?? activation?.requestId ?? desired?.request?.id;
  if (requestId === undefined) throw new WalletError('no_activation', {}, 'no request is pending');
  const password = await secrets.get('activation-password', 'Activation password');
  return wallet.startActivation({ requestId, password }, say(context));
}
