import { errorCatalogue, fromRelayToWallet, relayTicket, type RelayTicketInput } from '@lanyard/contract';
import type { DeviceApi } from '../device-api.ts';
import { ServerError, WalletError } from '../errors.ts';
import type { After, Carrier } from './carrier.ts';
import { within } from './conversation.ts';
import { type OpenSocket, relayUrl, type Socket } from './socket.ts';

export interface RelayPorts {
  readonly api: DeviceApi;
  readonly openSocket: OpenSocket;
  readonly serverUrl: string;
  readonly after: After;
}

/** A relay that takes a ticket says so within this time: as long as a ticket holds. */
const OPEN_MS = 30_000;

/**
 * A way to a desktop through the relay: 1. a ticket, by a call that the device's key proves 2. a WebSocket that shows it.
 * @throws ServerError `relay_forbidden`, `desktop_not_waiting`, `desktop_not_paired`, `desktop_taken`, `desktop_away`,
 * `relay_limited`; WalletError `offline`
 */
export async function relayCarrier(
  { api, openSocket, serverUrl, after }: RelayPorts,
  to: RelayTicketInput,
): Promise<Carrier> {
  const call = { method: 'POST', path: '/device/relay/tickets', body: to, answer: relayTicket } as const;
  const { ticket } = await api.call(call);
  const socket = await openSocket(relayUrl(serverUrl, 'wallet'));
  const limit = { after, milliseconds: OPEN_MS, way: socket, otherwise: new WalletError('offline') };
  try {
    socket.send(JSON.stringify({ ticket }));
    await within(limit, () => opened(socket));
  } catch (error) {
    socket.close();
    throw error;
  }
  return carrierOver(socket);
}

async function opened(socket: Socket): Promise<void> {
  const answer = await socket.next();
  if (answer === undefined) throw new WalletError('offline');
  const message = fromRelayToWallet.safeParse(typeof answer === 'string' ? JSON.parse(answer) : undefined);
  if (message.data?.type === 'open') return;
  if (!message.success) throw new WalletError('answer_unreadable', {}, message.error);
  const { code } = message.data;
  const { title, next } = errorCatalogue[code];
  throw new ServerError({ code, status: 0, title, next, reference: '', details: {} });
}

function carrierOver(socket: Socket): Carrier {
  return {
    send: (message) => socket.send(message),
    close: () => socket.close(),
    receive: async () => {
      const message = await socket.next();
      if (typeof message !== 'string') return message;
      // The relay has nothing more to say: whoever says something is not ours.
      socket.close();
      return undefined;
    },
  };
}
