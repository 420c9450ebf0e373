import type { Wallet } from '@lanyard/wallet/core';
import type { DeviceArguments } from '../arguments.ts';
import type { DeviceIo } from '../io.ts';
import type { Secrets } from '../secrets.ts';

export interface CommandContext {
  readonly wallet: Wallet;
  readonly args: DeviceArguments;
  readonly io: DeviceIo;
  readonly secrets: Secrets;
}

export type Command = (context: CommandContext) => Promise<void>;

/** Opens the vault, by the PIN where that is the secret given, else by the passcode. */
export async function unlockVault({ wallet, args, secrets }: CommandContext): Promise<void> {
  if ((await wallet.overview()).vault.open) return;
  const byPin = args.secretsFromStdin.includes('pin') && !args.secretsFromStdin.includes('passcode');
  if (byPin) await wallet.unlock('pin', await secrets.get('pin', 'Derived credential PIN'));
  else await wallet.unlock('passcode', await secrets.get('passcode', 'Secure apps passcode'));
}
