import assert from 'node:assert/strict';
import { createECDH, type ECDH, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { PushPort } from '@lanyard/wallet/core';
import { openMessage, readVapid } from '../../../contexts/fleet/src/testing/open-message.ts';
import { selfSigned } from './self-signed.ts';

interface Subscribed {
  readonly key: ECDH;
  readonly auth: Buffer;
  readonly applicationServerKey: string;
}

/** A push service (RFC 8030), and the browser that opens what came through it. */
export interface PushService extends AsyncDisposable {
  /** As the setting "Push" lists it. */
  readonly host: string;
  /** PEM file by which it is trusted. */
  readonly certificate: string;
  /** What browsers found in the messages that were in order. */
  readonly opened: unknown[];
  /** Why messages were refused. */
  readonly faults: string[];
  /** Called for every message that a browser gets. */
  heard: () => void;
  /** The notifications of a phone that has it. */
  phone(): PushPort;
}

/** @param folder for its certificate */
export async function pushService(folder: string): Promise<PushService> {
  const [key, certificate] = [join(folder, 'push-key.pem'), join(folder, 'push.pem')] as const;
  await selfSigned({ key, certificate }, { name: 'push', extensions: ['subjectAltName=IP:127.0.0.1'] });
  const subscribed = new Map<string, Subscribed>();
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (request, response) => {
    void receive(request).then((status) => response.writeHead(status, { location: `${origin}/m/1` }).end());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const origin = `https://127.0.0.1:${port}`;

  const receive = async (request: IncomingMessage): Promise<number> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const to = subscribed.get(request.url ?? '');
    if (to === undefined) return 410;
    try {
      self.opened.push(judged(request, Buffer.concat(parts), to, origin));
    } catch (error) {
      self.faults.push(String(error));
      return 400;
    }
    self.heard();
    return 201;
  };
  const self: PushService = {
    host: `127.0.0.1:${port}`,
    certificate,
    opened: [],
    faults: [],
    heard: () => undefined,
    phone: () => {
      const path = `/p/${randomBytes(16).toString('hex')}`;
      return {
        state: async () => 'possible',
        allow: async () => true,
        unsubscribe: async () => void subscribed.delete(path),
        subscribe: async (applicationServerKey) => {
          const [ecdh, auth] = [createECDH('prime256v1'), randomBytes(16)];
          const p256dh = ecdh.generateKeys('base64url', 'uncompressed');
          subscribed.set(path, { key: ecdh, auth, applicationServerKey });
          return { endpoint: origin + path, p256dh, auth: auth.toString('base64url') };
        },
      };
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return self;
}

/** What RFC 8030 §5, RFC 8291 §4 and RFC 8292 §4.2 ask of a message; its content. */
function judged({ method, headers }: IncomingMessage, body: Buffer, to: Subscribed, origin: string): unknown {
  assert.equal(method, 'POST');
  assert.equal(headers['content-encoding'], 'aes128gcm');
  assert.match(String(headers['ttl']), /^\d+$/);
  assert.match(String(headers['urgency']), /^(very-low|low|normal|high)$/);
  assert.match(String(headers['topic']), /^[\w-]{1,32}$/);
  assert.ok(body.length <= 4_096);
  const { key, claims } = readVapid(String(headers['authorization']));
  assert.equal(key, to.applicationServerKey);
  assert.equal(claims.aud, origin);
  const seconds = claims.exp - Date.now() / 1_000;
  assert.ok(seconds > 0 && seconds <= 86_400);
  return JSON.parse(openMessage(body, to.key, to.auth).toString()) as unknown;
}
