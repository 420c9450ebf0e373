import type { Bytes } from '@lanyard/pki';
import { WalletError } from '../../errors.ts';
import type { Carrier } from '../carrier.ts';
import { createInbox } from '../inbox.ts';

/** What stands between the two ends: may change a message, drop it (undefined), or end everything by throwing. */
export type Between = (message: Bytes, toReader: boolean) => Bytes | undefined;

/** Two ends of one way in memory. @returns the wallet's and the reader's */
export function carrierPair(between: Between = (message) => message): readonly [Carrier, Carrier] {
  const [toWallet, toReader] = [createInbox<Bytes>(), createInbox<Bytes>()];
  const close = (): void => {
    toWallet.end();
    toReader.end();
  };
  const end = (own: typeof toWallet, other: typeof toWallet): Carrier => ({
    send: (message) => {
      if (other.ended) throw new WalletError('link_broken', { why: 'ended' });
      const passed = between(message.slice(), other === toReader);
      if (passed !== undefined) other.put(passed);
    },
    receive: () => own.next(),
    close,
  });
  return [end(toWallet, toReader), end(toReader, toWallet)];
}
