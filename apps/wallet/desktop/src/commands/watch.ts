import { setTimeout as pause } from 'node:timers/promises';
import { isWalletError } from '@lanyard/wallet/core';
import { overviewLines } from '../report.ts';
import type { Command, CommandContext } from './command.ts';

/** Checks in again and again, and prints what changed, until it is interrupted. */
export const watchCommand: Command = async (context) => {
  const { args, io } = context;
  let shown = '';
  while (io.signal?.aborted !== true) {
    const now = await look(context);
    if (now !== undefined && now !== shown) io.out(`${new Date(io.clock()).toISOString()}\n${now}\n`);
    shown = now ?? shown;
    await pause(args.interval * 1000, undefined, io.signal === undefined ? {} : { signal: io.signal }).catch(
      () => undefined,
    );
  }
};

async function look({ wallet, io }: CommandContext): Promise<string | undefined> {
  try {
    await wallet.checkIn();
    return overviewLines(await wallet.overview(), io.clock()).join('\n');
  } catch (error) {
    // A server that is away for a while is what a watch sits out.
    if (!isWalletError(error, 'offline')) throw error;
    io.say(`${error.message} Trying again.\n`);
    return undefined;
  }
}
