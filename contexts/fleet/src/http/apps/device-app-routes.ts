import { uuid } from '@lanyard/contract';
import { LanyardError, type Http } from '@lanyard/kernel';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { packageContent } from '../../apps/upload-package.ts';
import type { Device } from '../../device.ts';
import { packageForDevice } from '../../pg/apps-delivery.ts';
import type { FleetParts } from '../../ports.ts';
import { impliedScopes } from '../../scopes/device-scopes.ts';
import type { FastifyRequest } from 'fastify';

/** GET /device/apps/{id}/package: the newest package of an in-house app that the device gets. */
export function deviceAppRoutes(parts: FleetParts, app: Http, deviceOf: (request: FastifyRequest) => Device): void {
  const schema = { params: z.object({ id: uuid }) };
  app.get('/device/apps/:id/package', { config: { permission: 'device' }, schema }, async (request, reply) => {
    const device = deviceOf(request);
    const scopes = [...impliedScopes(device), ...device.scopes];
    const found = await packageForDevice(parts.db.pool, request.params.id, device, scopes);
    if (found === null) throw new LanyardError('app_not_found');
    const content = Readable.from(packageContent(parts, found.id), { objectMode: false });
    return reply.type('application/octet-stream').header('content-length', String(found.size)).send(content);
  });
}
