import {
  deviceGroupDevices,
  deviceGroupInput,
  deviceGroupMembers,
  deviceGroupPage,
  deviceGroupQuery,
  deviceGroupView as deviceGroupSchema,
  spaceInput,
  spaceView,
  uuid,
} from '@lanyard/contract';
import { adminOf, expectedVersion, LanyardError, sendVersion, type Http } from '@lanyard/kernel';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { FleetParts } from '../ports.ts';
import {
  changeDeviceGroup,
  changeMembers,
  createDeviceGroup,
  deviceGroupDevicesOf,
  deviceGroupOf,
  deviceGroupPageOf,
  deviceGroupView,
  removeDeviceGroup,
} from '../scopes/device-groups.ts';
import { changeSpace, createSpace, removeSpace, spaceViews } from '../scopes/spaces.ts';
import { editorOf } from './editor-of.ts';

const params = z.object({ id: uuid });
const spaces = z.strictObject({ items: z.array(spaceView) });
const readSpaces = { permission: 'admin.configurations.read' } as const;
const writeSpaces = { permission: 'admin.installation.write' } as const;
const readGroups = { permission: 'admin.devices.read' } as const;
const writeGroups = { permission: 'admin.devices.write' } as const;

/** /api/admin/spaces: parts of the fleet with administrators of their own. */
export function spaceRoutes(parts: FleetParts, app: Http): void {
  const { db } = parts;
  const answer = { response: { 200: spaces } };
  app.get('/api/admin/spaces', { config: readSpaces, schema: answer }, async (request) => ({
    items: await spaceViews(db.pool, adminOf(request).spaces),
  }));
  const everything = async () => ({ items: await spaceViews(db.pool, null) });
  app.post('/api/admin/spaces', { config: writeSpaces, schema: { body: spaceInput, ...answer } }, async (request) => {
    const editor = await editorOf(parts, request);
    await db.tx((tx) => createSpace(parts, tx, request.body, editor));
    return everything();
  });
  const change = { config: writeSpaces, schema: { params, body: spaceInput, ...answer } };
  app.put('/api/admin/spaces/:id', change, async (request) => {
    const editor = await editorOf(parts, request);
    const [{ id }, on] = [request.params, expectedVersion(request)];
    await db.tx((tx) => changeSpace(parts, tx, id, on, request.body, editor));
    return everything();
  });
  app.delete('/api/admin/spaces/:id', { config: writeSpaces, schema: { params, ...answer } }, async (request) => {
    const editor = await editorOf(parts, request);
    const [{ id }, on] = [request.params, expectedVersion(request)];
    await db.tx((tx) => removeSpace(parts, tx, id, on, editor));
    return everything();
  });
}

/** /api/admin/device-groups: devices together, by hand or by rule. They span spaces, so they are for who has all. */
export function deviceGroupRoutes(parts: FleetParts, app: Http): void {
  const { db } = parts;
  const base = '/api/admin/device-groups';
  const list = { config: readGroups, schema: { querystring: deviceGroupQuery, response: { 200: deviceGroupPage } } };
  app.get(base, list, (request) => deviceGroupPageOf(db.pool, request.query));
  const one = { response: { 200: deviceGroupSchema } };
  const view = async (id: string) => deviceGroupView(db.pool, await deviceGroupOf(db.pool, id));
  app.get(`${base}/:id`, { config: readGroups, schema: { params, ...one } }, async (request, reply) => {
    const found = await view(request.params.id);
    sendVersion(reply, found.version);
    return found;
  });
  const inside = {
    config: readGroups,
    schema: { params, querystring: deviceGroupQuery, response: { 200: deviceGroupDevices } },
  };
  app.get(`${base}/:id/devices`, inside, async (request) => {
    await everywhere(parts, request);
    return deviceGroupDevicesOf(db.pool, request.params.id, request.query);
  });
  const made = { config: writeGroups, schema: { body: deviceGroupInput, response: { 201: deviceGroupSchema } } };
  app.post(base, made, async (request, reply) => {
    const editor = await everywhere(parts, request);
    const id = await db.tx((tx) => createDeviceGroup(parts, tx, request.body, editor));
    return reply.code(201).send(await view(id));
  });
  app.put(
    `${base}/:id`,
    { config: writeGroups, schema: { params, body: deviceGroupInput, ...one } },
    async (request) => {
      const editor = await everywhere(parts, request);
      const [{ id }, on] = [request.params, expectedVersion(request)];
      await db.tx((tx) => changeDeviceGroup(parts, tx, id, on, request.body, editor));
      return view(id);
    },
  );
  const members = { config: writeGroups, schema: { params, body: deviceGroupMembers, ...one } };
  app.post(`${base}/:id/members`, members, async (request) => {
    const editor = await everywhere(parts, request);
    await db.tx((tx) => changeMembers(parts, tx, request.params.id, request.body, editor));
    return view(request.params.id);
  });
  app.delete(`${base}/:id`, { config: writeGroups, schema: { params } }, async (request, reply) => {
    const editor = await everywhere(parts, request);
    const [{ id }, on] = [request.params, expectedVersion(request)];
    await db.tx((tx) => removeDeviceGroup(parts, tx, id, on, editor));
    return reply.code(204).send();
  });
}

async function everywhere(parts: FleetParts, request: FastifyRequest) {
  const editor = await editorOf(parts, request);
  if (editor.spaces !== null) throw new LanyardError('space_not_yours');
  return editor;
}
