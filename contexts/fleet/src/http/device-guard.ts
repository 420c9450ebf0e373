import { LanyardError, type DeviceCaller, type Guard } from '@lanyard/kernel';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Device } from '../device.ts';
import { tokenReader } from '../device-token.ts';
import type { Nonces } from '../nonce.ts';
import { findDevice } from '../pg/devices.ts';
import type { FleetParts } from '../ports.ts';
import { checkProof } from '../proof.ts';
import { bodyDigest } from './raw-body.ts';

export interface DeviceGuard {
  readonly guard: Guard;
  /** The device that the guard found for a request. */
  deviceOf(request: FastifyRequest): Device;
  /** Checks a proof that comes without a token, made with the key named. */
  checkBareProof(request: FastifyRequest, thumbprint: string): void;
}

export function deviceGuard(parts: FleetParts, nonces: Nonces, tokenKey: Uint8Array): DeviceGuard {
  const found = new WeakMap<FastifyRequest, Device>();
  const readToken = tokenReader(tokenKey);
  const check = (request: FastifyRequest, thumbprint: string, token: string | null): void => {
    const now = parts.clock.now();
    checkProof(headerOf(request, 'dpop'), {
      method: request.method,
      path: pathOf(request),
      origins: parts.config.deviceOrigins,
      now,
      isNonce: (nonce) => nonces.isCurrent(nonce, now),
      bodyDigest: changes(request) ? bodyDigest(request) : null,
      idempotencyKey: changes(request) ? (headerOf(request, 'idempotency-key') ?? null) : null,
      token,
      thumbprint,
    });
  };
  return {
    checkBareProof: (request, thumbprint) => check(request, thumbprint, null),
    deviceOf(request) {
      const device = found.get(request);
      if (device === undefined) throw new LanyardError('device_unknown');
      return device;
    },
    async guard(request): Promise<DeviceCaller> {
      if (request.routeOptions.config.permission !== 'device') throw new LanyardError('permission_denied');
      const token = tokenOf(request);
      const facts = await readToken(token, parts.clock.now());
      check(request, facts.thumbprint, token);
      if (changes(request)) idempotencyKey(request);
      const device = refuseEnded(await findDevice(parts.db.pool, facts.deviceId));
      // Sound against reuse: a token of before the device was lost has an older epoch.
      if (device.epoch !== facts.epoch || device.personId !== facts.personId || device.thumbprint !== facts.thumbprint)
        throw new LanyardError('device_token_invalid');
      found.set(request, device);
      return { kind: 'device', deviceId: device.id, personId: device.personId };
    },
  };
}

/** @throws LanyardError `device_unknown`, `device_lost` */
export function refuseEnded(device: Device | null): Device {
  if (device === null || device.state === 'retired') throw new LanyardError('device_unknown');
  if (device.state === 'lost') throw new LanyardError('device_lost');
  return device;
}

/** @throws LanyardError `idempotency_key_required` */
export function idempotencyKey(request: FastifyRequest): string {
  const key = z.uuid().safeParse(headerOf(request, 'idempotency-key'));
  if (!key.success) throw new LanyardError('idempotency_key_required');
  return key.data.toLowerCase();
}

export const pathOf = (request: FastifyRequest): string => request.url.split('?')[0] ?? '';

const changes = ({ method }: FastifyRequest): boolean => method !== 'GET' && method !== 'HEAD';

/** A header sent twice reaches us as a list, or joined: neither is a proof (RFC 9449 §4.3 (1)). */
function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function tokenOf(request: FastifyRequest): string {
  const [, token] = /^DPoP ([\w.-]{20,2000})$/.exec(headerOf(request, 'authorization') ?? '') ?? [];
  if (token === undefined) throw new LanyardError('device_token_invalid');
  return token;
}
