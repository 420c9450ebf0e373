import {
  appliedReport,
  deviceReport,
  deviceToken,
  desiredState,
  registered,
  registrationInput,
  serverFacts,
  tokenInput,
  vaultOpenInput,
  vaultShare,
  vaultShareInput,
  vaultTries,
  vaultWay,
} from '@lanyard/contract';
import { LanyardError, type Http } from '@lanyard/kernel';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { checkIn } from '../check-in.ts';
import { thumbprintOf } from '../device-key.ts';
import { makeToken } from '../device-token.ts';
import type { Nonces } from '../nonce.ts';
import { noteApplied } from '../pg/deliveries.ts';
import { findDevice } from '../pg/devices.ts';
import type { FleetParts } from '../ports.ts';
import { register } from '../register.ts';
import { reportDevice } from '../report-device.ts';
import type { Remembered } from '../once-only.ts';
import { shownAs } from '../shown-as.ts';
import { leftOfVault, openVaultShare, setVaultShare } from '../vault.ts';
import { type DeviceGuard, idempotencyKey, refuseEnded } from './device-guard.ts';
import { keepBodyDigest } from './raw-body.ts';

export interface RouteParts extends FleetParts {
  readonly nonces: Nonces;
  readonly tokenKey: Uint8Array;
  readonly devices: DeviceGuard;
  /** @param owner who calls: a device, or the key of one that is not registered yet */
  once<T>(request: FastifyRequest, owner: string, work: () => Promise<T>, remembered?: Remembered): Promise<T>;
}

/** The device interface: what fleet answers of it, and what holds for every call on it. */
export function deviceRoutes(parts: RouteParts, app: Http): void {
  keepBodyDigest(app);
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('dpop-nonce', parts.nonces.current(parts.clock.now())).header('cache-control', 'no-store');
  });
  registrationRoutes(parts, app);
  stateRoutes(parts, app);
  vaultRoutes(parts, app);
}

function registrationRoutes(parts: RouteParts, app: Http): void {
  const { clock, config, db, devices, tokenKey } = parts;
  app.get(
    '/device/server',
    { config: { permission: 'public' }, schema: { response: { 200: serverFacts } } },
    async () => ({
      ...(await shownAs(parts)),
      time: clock.now().toISOString(),
      platforms: ['ios' as const, 'android' as const, 'desktop' as const],
      demo: config.demo,
    }),
  );
  const registration = {
    config: { permission: 'public' as const },
    schema: { body: registrationInput, response: { 200: registered } },
  };
  app.post('/device/registrations', registration, (request) => {
    const owner = thumbprintOf(request.body.signingKey);
    devices.checkBareProof(request, owner);
    return parts.once(request, owner, () =>
      register(parts, tokenKey, { input: request.body, source: request.ip, correlationId: request.id }),
    );
  });
  const token = {
    config: { permission: 'public' as const },
    schema: { body: tokenInput, response: { 200: deviceToken } },
  };
  app.post('/device/token', token, async (request) => {
    const found = await findDevice(db.pool, request.body.deviceId);
    if (found === null) throw new LanyardError('device_unknown');
    devices.checkBareProof(request, found.thumbprint);
    return makeToken(tokenKey, refuseEnded(found), clock.now());
  });
}

function stateRoutes(parts: RouteParts, app: Http): void {
  const { db, devices } = parts;
  app.get(
    '/device/check-in',
    { config: { permission: 'device' }, schema: { response: { 200: desiredState, 304: z.null() } } },
    async (request, reply) => {
      const known = /^"([^"]+)"$/.exec(request.headers['if-none-match'] ?? '')?.[1] ?? null;
      const state = await checkIn(parts, devices.deviceOf(request), known);
      if (state === null) return reply.code(304).header('etag', `"${known}"`).send(null);
      return reply.header('etag', `"${state.generation}"`).send(state);
    },
  );
  app.put(
    '/device/report',
    { config: { permission: 'device' }, schema: { body: deviceReport } },
    async (request, reply) => {
      await reportDevice(parts, devices.deviceOf(request), request.body);
      return reply.code(204).send();
    },
  );
  app.put(
    '/device/applied',
    { config: { permission: 'device' }, schema: { body: appliedReport } },
    async (request, reply) => {
      await noteApplied(db.pool, devices.deviceOf(request).id, request.body, parts.clock.now());
      return reply.code(204).send();
    },
  );
}

/**
 * A share that was destroyed must not live on in the memory of the calls that gave it. Repeated, a right call gives the
 * same share again; only a wrong one must not cost a second try.
 */
function vaultRoutes(parts: RouteParts, app: Http): void {
  const { devices } = parts;
  const params = z.strictObject({ way: vaultWay });
  const callerOf = (request: FastifyRequest) => ({
    deviceId: devices.deviceOf(request).id,
    personId: devices.deviceOf(request).personId,
  });
  const set = {
    config: { permission: 'device' as const },
    schema: { params, body: vaultShareInput, response: { 200: vaultShare } },
  };
  app.get(
    '/device/vault/:way',
    { config: { permission: 'device' }, schema: { params, response: { 200: vaultTries } } },
    (request) => leftOfVault(parts, callerOf(request), request.params.way),
  );
  app.put('/device/vault/:way', set, (request) => {
    const caller = callerOf(request);
    const work = () => setVaultShare(parts, caller, request.params.way, request.body, idempotencyKey(request));
    return parts.once(request, caller.deviceId, work, 'being right');
  });
  const open = {
    config: { permission: 'device' as const },
    schema: { params, body: vaultOpenInput, response: { 200: vaultShare } },
  };
  app.post('/device/vault/:way/open', open, (request) => {
    const caller = callerOf(request);
    const work = () => openVaultShare(parts, caller, request.params.way, request.body);
    return parts.once(request, caller.deviceId, work, 'being right');
  });
}
