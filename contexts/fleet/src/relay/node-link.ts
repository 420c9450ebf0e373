import { createHmac } from 'node:crypto';
import { LONGEST_RELAYED, relayPurpose, readerId, uuid } from '@lanyard/contract';
import { equalSecret } from '@lanyard/kernel';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { type Wire, wireOf } from './wire.ts';

const CONNECT_MS = 5_000;
/** Clocks of two machines of one installation, and the way between them. */
const FRESH_MS = 30_000;

const call = { readerId, deviceId: uuid, deviceName: z.string(), personId: uuid, purpose: relayPurpose };
/** What one process asks of another: a way to a reader that lives there, or to look at its pairing again. */
const order = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('attach'), at: z.number(), ...call }),
  z.strictObject({ type: z.literal('look-again'), at: z.number(), readerId }),
]);
export type NodeOrder = z.infer<typeof order>;
const signedOrder = z.strictObject({ body: z.string().max(2_000), mac: z.string().max(100) });

const macOf = (key: Uint8Array, body: string): string => createHmac('sha256', key).update(body).digest('base64url');

/**
 * Opens a wire to another process and says what for. Processes know each other by a key of the master key: what goes over
 * it besides is sealed between wallet and reader anyhow.
 * @param address of the node, `http://10.0.0.7:8449`
 * @returns null when nobody answers there
 */
export function orderAt(address: string, key: Uint8Array, sent: NodeOrder): Promise<Wire | null> {
  const url = new URL('/relay/node', address);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new Promise((resolve) => {
    const options = { handshakeTimeout: CONNECT_MS, maxPayload: LONGEST_RELAYED, perMessageDeflate: false };
    const socket = new WebSocket(url, options);
    socket.once('error', () => resolve(null));
    socket.once('open', () => {
      const wire = wireOf(socket);
      const body = JSON.stringify(sent);
      wire.text({ body, mac: macOf(key, body) });
      resolve(wire);
    });
  });
}

/** @returns null for what no process of this installation sent just now */
export function readOrder(key: Uint8Array, text: string, now: number): NodeOrder | null {
  try {
    const { body, mac } = signedOrder.parse(JSON.parse(text));
    if (!equalSecret(mac, macOf(key, body))) return null;
    const read = order.parse(JSON.parse(body));
    return Math.abs(now - read.at) <= FRESH_MS ? read : null;
  } catch {
    // Whatever is wrong with it, it is no order.
    return null;
  }
}
