import { setTimeout as pause } from 'node:timers/promises';
import { cardIdentity, isWalletError, walletCard, type Wallet } from '@lanyard/wallet/core';
import type { DeviceIo } from '../io.ts';
import { nodeKeyOperations } from './key-operations.ts';
import type { CardPlace } from './vpcd-place.ts';

interface Keeping {
  readonly wallet: Wallet;
  readonly slot: CardPlace;
  readonly io: DeviceIo;
  /** Between two check-ins. */
  readonly seconds: number;
  /** Told once the card, if there is one, can be used. */
  readonly started: () => void;
}

/** Keeps the card in the reader what the wallet has: a new credential is another card, an ended one leaves the reader. */
export async function keepCard({ wallet, slot, io, seconds, started }: Keeping): Promise<void> {
  let shown: string | undefined;
  const show = async (): Promise<void> => {
    const now = await cardIdentity(wallet);
    if (now === shown) return;
    shown = now;
    if (slot.card() !== undefined) slot.remove();
    const card = await walletCard(wallet, { random: io.random, operations: nodeKeyOperations });
    if (card !== undefined) slot.insert(card);
    io.say(
      card === undefined ? 'There is no active credential: the reader is empty.\n' : 'The card is in the reader.\n',
    );
  };
  await show();
  started();
  while (io.signal?.aborted !== true) {
    await checkIn(wallet, io);
    await show();
    await pause(seconds * 1000, undefined, io.signal === undefined ? {} : { signal: io.signal }).catch(() => undefined);
  }
}

/** A server that is away for a while changes nothing. */
async function checkIn(wallet: Wallet, io: DeviceIo): Promise<void> {
  try {
    await wallet.checkIn();
  } catch (error) {
    if (!isWalletError(error, 'offline')) throw error;
    io.say(`${error.message}\n`);
  }
}
