import type { Bytes } from '@lanyard/pki';
import { WalletError } from '../../errors.ts';
import type { After, Carrier } from '../carrier.ts';
import { createInbox } from '../inbox.ts';
import { type PacketPort, readPacket } from './packets.ts';
import { createReceiver } from './receiver.ts';
import { createSender } from './sender.ts';

/**
 * A way for whole messages, in order, over the packets of Bluetooth LE. Bluetooth repeats what its radio loses, but writes
 * without response and notifications are dropped where buffers are full, and systems deliver some twice: so pieces are
 * numbered, confirmed and sent again. A connection that ends ends the way; a new one begins from the start.
 */
export function gattCarrier(port: PacketPort, after: After): Carrier {
  const inbox = createInbox<Bytes>();
  const end = (): void => {
    if (inbox.ended) return;
    inbox.end();
    sender.stop();
    port.end();
  };
  const sender = createSender(port, after, end);
  const receiver = createReceiver(port);
  port.onEnd(end);
  port.onPacket((octets) => {
    if (inbox.ended) return;
    const packet = readPacket(octets);
    if (packet === undefined) return;
    if ('next' in packet) return sender.heard(packet);
    const messages = receiver.heard(packet);
    if (messages === 'flood' || !messages.every((message) => inbox.put(message))) end();
  });
  return {
    receive: inbox.next,
    close: end,
    send: (message) => {
      if (inbox.ended || !sender.send(message)) throw new WalletError('link_broken', { why: 'ended' });
    },
  };
}
