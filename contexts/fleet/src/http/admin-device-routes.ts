import { adminDeviceView, deliveries, deviceChange, deviceEnding, endingPreview, uuid } from '@lanyard/contract';
import { adminOf, expectedVersion, sendVersion, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import { deliveriesOf } from '../configurations/deliveries-of.ts';
import { adminDeviceViewOf, changeDevice, openDevice } from '../devices/admin-device.ts';
import type { FleetParts } from '../ports.ts';
import { editorOf } from './editor-of.ts';

const read = { permission: 'admin.devices.read' } as const;
const write = { permission: 'admin.devices.write' } as const;
const params = z.object({ id: uuid });
const BASE = '/api/admin/devices/:id';

/** /api/admin/devices/{id}: one device, and what became of what it was sent. Their list is overview's. */
export function adminDeviceRoutes(parts: FleetParts, app: Http): void {
  app.get(BASE, { config: read, schema: { params, response: { 200: adminDeviceView } } }, async (request, reply) => {
    const device = await openDevice(parts, request.params.id, adminOf(request));
    sendVersion(reply, device.version);
    return adminDeviceViewOf(parts, device);
  });
  const sent = { config: read, schema: { params, response: { 200: deliveries } } };
  app.get(`${BASE}/deliveries`, sent, async (request) => ({
    items: await deliveriesOf(parts, await openDevice(parts, request.params.id, adminOf(request))),
  }));
  const change = { config: write, schema: { params, body: deviceChange, response: { 200: adminDeviceView } } };
  app.patch(BASE, change, async (request, reply) => {
    const editor = await editorOf(parts, request);
    const [{ id }, on] = [request.params, expectedVersion(request)];
    await parts.db.tx((tx) => changeDevice(parts, tx, id, on, request.body, editor));
    const device = await openDevice(parts, id, { spaces: null });
    sendVersion(reply, device.version);
    return adminDeviceViewOf(parts, device);
  });
  endingRoutes(parts, app);
}

function endingRoutes(parts: FleetParts, app: Http): void {
  const preview = { config: write, schema: { params, response: { 200: endingPreview } } };
  app.post(`${BASE}/ending-preview`, preview, async (request) => {
    const { id, personId } = await openDevice(parts, request.params.id, adminOf(request));
    const { credentials } = await parts.credentials.forDevice(id, personId);
    const alive = credentials.filter(({ state }) => ['issuing', 'active', 'suspended'].includes(state));
    return { credentials: alive.map(({ id: credentialId, name, state }) => ({ id: credentialId, name, state })) };
  });
  for (const [path, end] of [
    ['lost', 'lost'],
    ['retire', 'retired'],
  ] as const) {
    const act = { config: write, schema: { params, body: deviceEnding, response: { 200: adminDeviceView } } };
    app.post(`${BASE}/${path}`, act, async (request, reply) => {
      const device = await openDevice(parts, request.params.id, adminOf(request));
      const { actor, correlationId } = await editorOf(parts, request);
      const by = { actor, correlationId, reason: request.body.reason };
      await parts.db.tx((tx) => parts.credentials.endDevice(tx, device, end, by));
      const after = await openDevice(parts, device.id, { spaces: null });
      sendVersion(reply, after.version);
      return adminDeviceViewOf(parts, after);
    });
  }
}
