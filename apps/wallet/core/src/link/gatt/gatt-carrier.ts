import type { Bytes } from '@lanyard/pki';
import { WalletError } from '../../errors.ts';
import type { After, Carrier } from '../carrier.ts';
import { createInbox } from '../inbox.ts';
import { type PacketPort, readPacket } from './packets.ts';
import { createReceiver } from './receiver.ts';
import { createSender } from './sender.ts';

/** What was said last, a farewell most of all, has so long to arrive before the connection is ended under it. */
const LAST_WORDS_MS = 2_000;

/**
 * A way for whole messages, in order, over the packets of Bluetooth LE. Bluetooth repeats what its radio loses, but writes
 * without response and notifications are dropped where buffers are full, and systems deliver some twice: so pieces are
 * numbered, confirmed and sent again. A connection that ends ends the way; a new one begins from the start. Closed here,
 * the way hears nothing more and ends the connection once the last message has arrived.
 */
export function gattCarrier(port: PacketPort, after: After): Carrier {
  const inbox = createInbox<Bytes>();
  let over = false;
  let takeBack: (() => void) | undefined;
  const end = (): void => {
    if (over) return;
    over = true;
    takeBack?.();
    inbox.end();
    sender.stop();
    port.end();
  };
  const endIfSaid = (): void => {
    if (inbox.ended && sender.idle()) end();
  };
  const close = (): void => {
    if (inbox.ended) return;
    inbox.end();
    takeBack = after(LAST_WORDS_MS, end);
    endIfSaid();
  };
  const sender = createSender(port, after, end);
  const receiver = createReceiver(port);
  port.onEnd(end);
  port.onPacket((octets) => {
    if (over) return;
    const packet = readPacket(octets);
    if (packet === undefined) return;
    if ('next' in packet) {
      sender.heard(packet);
      return endIfSaid();
    }
    if (inbox.ended) return;
    const messages = receiver.heard(packet);
    if (messages === 'flood' || !messages.every((message) => inbox.put(message))) end();
  });
  return {
    receive: inbox.next,
    close,
    send: (message) => {
      if (inbox.ended || !sender.send(message)) throw new WalletError('link_broken', { why: 'ended' });
    },
  };
}
