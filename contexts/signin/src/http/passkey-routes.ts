import {
  passkeyInput,
  passkeyList,
  passkeyOptions,
  passkeySignIn,
  passkeyView,
  sessionView,
  uuid,
} from '@lanyard/contract';
import { type Http, sessionOf } from '@lanyard/kernel';
import { z } from 'zod';
import { addPasskey, mayAddPasskey, offerPasskey } from '../passkey/add-passkey.ts';
import { CHALLENGE_LIFETIME } from '../passkey/challenge.ts';
import { removePasskey } from '../passkey/remove-passkey.ts';
import { signInWithPasskey, startPasskeySignIn } from '../passkey/sign-in-with-passkey.ts';
import { type Passkey, passkeysOf } from '../pg/passkeys.ts';
import type { SigninConfig, SigninPorts } from '../ports.ts';
import { portalCookie } from '../session/cookies.ts';
import { portalOriginOf } from '../session/same-origin.ts';
import type { SessionDoor } from './session-door.ts';

/** /api/sign-in/passkey, /api/session/passkey and /api/passkeys. */
export function passkeyRoutes(app: Http, ports: SigninPorts, config: SigninConfig, door: SessionDoor): void {
  const cookie = portalCookie('passkey', config.portalOrigins);
  app.post(
    '/api/sign-in/passkey',
    { config: { permission: 'public' }, schema: { response: { 200: passkeyOptions } } },
    async (request, reply) => {
      const origin = portalOriginOf(request, config.portalOrigins);
      const started = await startPasskeySignIn(ports, config, request.ip, origin);
      cookie.set(request, reply, started.cookie, CHALLENGE_LIFETIME / 1_000);
      void reply.header('cache-control', 'no-store');
      return { options: { ...started.options } };
    },
  );
  app.post(
    '/api/session/passkey',
    { config: { permission: 'public' }, schema: { body: passkeySignIn, response: { 200: sessionView } } },
    async (request, reply) => {
      const origin = portalOriginOf(request, config.portalOrigins);
      const shown = { ...request.body, ...door.asked(request), cookie: cookie.read(request), origin };
      const opened = await signInWithPasskey(ports, config, shown);
      cookie.clear(request, reply);
      return door.open(request, reply, opened);
    },
  );
  ownRoutes(app, ports, config);
}

function ownRoutes(app: Http, ports: SigninPorts, config: SigninConfig): void {
  app.get(
    '/api/passkeys',
    { config: { permission: 'session' }, schema: { response: { 200: passkeyList } } },
    async (request) => {
      const caller = sessionOf(request);
      const items = (await passkeysOf(ports.db.pool, caller.personId)).map(viewOf);
      return { items, mayAdd: await mayAddPasskey(ports, caller) };
    },
  );
  app.post(
    '/api/passkeys/options',
    { config: { permission: 'session' }, schema: { response: { 200: passkeyOptions } } },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      const origin = portalOriginOf(request, config.portalOrigins);
      return { options: { ...(await offerPasskey(ports, config, sessionOf(request), origin)) } };
    },
  );
  app.post(
    '/api/passkeys',
    { config: { permission: 'session' }, schema: { body: passkeyInput, response: { 201: passkeyView } } },
    async (request, reply) => {
      const origin = portalOriginOf(request, config.portalOrigins);
      const from = { origin, correlationId: request.id };
      const made = await addPasskey(ports, sessionOf(request), request.body, from);
      return reply.code(201).send(viewOf(made));
    },
  );
  app.delete(
    '/api/passkeys/:id',
    { config: { permission: 'session' }, schema: { params: z.strictObject({ id: uuid }) } },
    async (request, reply) => {
      await removePasskey(ports, sessionOf(request), request.params.id, request.id);
      return reply.code(204).send();
    },
  );
}

const viewOf = ({ id, name, createdAt, lastUsedAt, synced }: Passkey) => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  synced,
});
