import {
  findDesktopInput,
  pairedDesktops,
  pairedOverBluetooth,
  pairingConsent,
  readerId,
  relayTicket,
  relayTicketInput,
  uuid,
  waitingDesktops,
} from '@lanyard/contract';
import { actorOf, adminOf, sessionOf, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import { openDevice } from '../devices/admin-device.ts';
import { endPairing } from '../pairing/end-pairing.ts';
import { findDesktops } from '../pairing/find-desktop.ts';
import { giveTicket } from '../pairing/give-ticket.ts';
import { registerPairing } from '../pairing/register-pairing.ts';
import { listPairings } from '../pg/pairings.ts';
import type { Relay } from '../relay/relay.ts';
import type { FleetParts } from '../ports.ts';
import type { RouteParts } from './routes.ts';

const which = z.strictObject({ readerId });

/** The desktops of a device, for the device itself. */
export function deviceDesktopRoutes(parts: RouteParts, { wordKey }: Relay, app: Http): void {
  const { db, clock, devices } = parts;
  const permission = 'device' as const;
  const list = { config: { permission }, schema: { response: { 200: pairedDesktops } } };
  app.get('/device/desktops', list, async (request) => ({
    desktops: await listPairings(db.pool, { deviceId: devices.deviceOf(request).id }, clock.now()),
  }));
  const find = { config: { permission }, schema: { body: findDesktopInput, response: { 200: waitingDesktops } } };
  app.post('/device/desktops/find', find, async (request) => ({
    desktops: await findDesktops(parts, wordKey, devices.deviceOf(request), request.body.word),
  }));
  const met = { config: { permission }, schema: { body: pairingConsent, response: { 200: pairedOverBluetooth } } };
  app.post('/device/desktops', met, (request) => registerPairing(parts, devices.deviceOf(request), request.body));
  const ticket = { config: { permission }, schema: { body: relayTicketInput, response: { 200: relayTicket } } };
  app.post('/device/relay/tickets', ticket, (request) =>
    giveTicket(parts, wordKey, devices.deviceOf(request), request.body),
  );
  app.delete(
    '/device/desktops/:readerId',
    { config: { permission }, schema: { params: which } },
    async (request, reply) => {
      const { id, personId } = devices.deviceOf(request);
      const actor = { kind: 'device', deviceId: id, personId } as const;
      await db.tx((tx) => endPairing(parts, tx, { readerId: request.params.readerId, deviceId: id }, actor));
      return reply.code(204).send();
    },
  );
}

/** A person's, at the self-service portal: of all their devices. */
export function portalDesktopRoutes(parts: FleetParts, app: Http): void {
  const { db, clock } = parts;
  const list = { config: { permission: 'session' as const }, schema: { response: { 200: pairedDesktops } } };
  app.get('/api/me/desktops', list, async (request) => ({
    desktops: await listPairings(db.pool, { personId: sessionOf(request).personId }, clock.now()),
  }));
  const mine = { config: { permission: 'session' as const }, schema: { params: which } };
  app.delete('/api/me/desktops/:readerId', mine, async (request, reply) => {
    const { personId, sessionId } = sessionOf(request);
    const actor = { kind: 'person', personId, sessionId } as const;
    await db.tx((tx) => endPairing(parts, tx, { readerId: request.params.readerId, personId }, actor));
    return reply.code(204).send();
  });
}

/** A device's, for administrators of its space. */
export function adminDesktopRoutes(parts: FleetParts, app: Http): void {
  const { db, clock } = parts;
  const params = z.strictObject({ id: uuid });
  const list = {
    config: { permission: 'admin.devices.read' as const },
    schema: { params, response: { 200: pairedDesktops } },
  };
  app.get('/api/admin/devices/:id/desktops', list, async (request) => {
    const { id } = await openDevice(parts, request.params.id, adminOf(request));
    return { desktops: await listPairings(db.pool, { deviceId: id }, clock.now()) };
  });
  const end = {
    config: { permission: 'admin.devices.write' as const },
    schema: { params: z.strictObject({ id: uuid, readerId }) },
  };
  app.delete('/api/admin/devices/:id/desktops/:readerId', end, async (request, reply) => {
    const { id } = await openDevice(parts, request.params.id, adminOf(request));
    const pairing = { readerId: request.params.readerId, deviceId: id };
    await db.tx((tx) => endPairing(parts, tx, pairing, actorOf(request)));
    return reply.code(204).send();
  });
}
