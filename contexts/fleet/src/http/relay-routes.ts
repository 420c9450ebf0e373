import websocket from '@fastify/websocket';
import { LONGEST_RELAYED } from '@lanyard/contract';
import type { Http } from '@lanyard/kernel';
import type { Relay } from '../relay/relay.ts';
import { wireOf } from '../relay/wire.ts';

const options = { maxPayload: LONGEST_RELAYED, perMessageDeflate: false };

/** Where readers and wallets come: each proves itself by its first message, since a browser's WebSocket sends no header. */
export async function relayRoutes({ wires }: Relay, app: Http): Promise<void> {
  await app.register(websocket, { options });
  app.get('/relay/reader', { websocket: true, config: { permission: 'public' } }, (socket, request) =>
    wires.reader(wireOf(socket), request.ip),
  );
  app.get('/relay/wallet', { websocket: true, config: { permission: 'public' } }, (socket) =>
    wires.wallet(wireOf(socket)),
  );
}

/** Where other processes of this installation come; on a listener that nobody else reaches. */
export async function relayNodeRoutes({ wires }: Relay, app: Http): Promise<void> {
  await app.register(websocket, { options });
  app.get('/relay/node', { websocket: true, config: { permission: 'public' } }, (socket) => wires.node(wireOf(socket)));
}
