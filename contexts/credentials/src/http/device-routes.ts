import {
  activateInput,
  activationView,
  cardContents,
  cardContentsInput,
  certificateInput,
  confirmed,
  confirmInput,
  issuedCertificate,
  issuedEncryptionKey,
  pendingRequest,
  uuid,
} from '@lanyard/contract';
import { deviceOf, LanyardError, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import { activate } from '../activate.ts';
import { activationOf, activationView as viewOf } from '../activation.ts';
import { cardOf } from '../card-of.ts';
import { confirm } from '../confirm.ts';
import { deleteCredential } from '../delete-credential.ts';
import { endDevice } from '../end-device.ts';
import { issueCertificate } from '../issue-certificate.ts';
import { issueEncryptionKey } from '../issue-encryption-key.ts';
import type { CredentialsParts } from '../ports.ts';
import { requestOf } from '../request-refusal.ts';
import { pendingView } from '../views.ts';

const params = z.strictObject({ id: uuid });
const permission = { permission: 'device' } as const;

/** Activation, step by step, and the endings that a device itself asks for. */
export function deviceRoutes(parts: CredentialsParts, app: Http): void {
  const { clock, db } = parts;
  app.get(
    '/device/requests/:id',
    { config: permission, schema: { params, response: { 200: pendingRequest } } },
    async (request) =>
      pendingView(await requestOf(db.pool, request.params.id, deviceOf(request).personId), clock.now()),
  );
  app.get(
    '/device/requests/:id/activation',
    { config: permission, schema: { params, response: { 200: activationView } } },
    async (request) => viewOf(await activationOf(parts, deviceOf(request), request.params.id), clock.now()),
  );
  app.post(
    '/device/credentials/:id/card',
    { config: permission, schema: { params, body: cardContentsInput, response: { 200: cardContents } } },
    (request) =>
      cardOf(parts, deviceOf(request), {
        credentialId: request.params.id,
        card: request.body,
        correlationId: request.id,
      }),
  );
  activationRoutes(parts, app);
  endingRoutes(parts, app);
}

function activationRoutes(parts: CredentialsParts, app: Http): void {
  const { fleet } = parts;
  app.post(
    '/device/requests/:id/activate',
    { config: permission, schema: { params, body: activateInput, response: { 200: activationView } } },
    (request) =>
      fleet.onceOnly(request, () =>
        activate(parts, {
          caller: deviceOf(request),
          requestId: request.params.id,
          input: request.body,
          correlationId: request.id,
        }),
      ),
  );
  app.post(
    '/device/requests/:id/certificates',
    { config: permission, schema: { params, body: certificateInput, response: { 200: issuedCertificate } } },
    (request) =>
      fleet.onceOnly(request, () => issueCertificate(parts, deviceOf(request), request.params.id, request.body)),
  );
  app.post(
    '/device/requests/:id/encryption-key',
    { config: permission, schema: { params, response: { 200: issuedEncryptionKey } } },
    (request) => fleet.onceOnly(request, () => issueEncryptionKey(parts, deviceOf(request), request.params.id)),
  );
  app.post(
    '/device/requests/:id/confirm',
    { config: permission, schema: { params, body: confirmInput, response: { 200: confirmed } } },
    (request) =>
      fleet.onceOnly(request, () => confirm(parts, deviceOf(request), request.params.id, request.body, request.id)),
  );
}

function endingRoutes(parts: CredentialsParts, app: Http): void {
  const { db, fleet } = parts;
  app.delete('/device/credentials/:id', { config: permission, schema: { params } }, async (request, reply) => {
    await fleet.onceOnly(request, () => deleteCredential(parts, deviceOf(request), request.params.id, request.id));
    return reply.code(204).send();
  });
  app.delete('/device/registration', { config: permission }, async (request, reply) => {
    const { deviceId, personId } = deviceOf(request);
    await fleet.onceOnly(request, async () => {
      const device = await fleet.device(deviceId);
      if (device === null) throw new LanyardError('device_unknown');
      await db.tx((tx) => endDevice(parts, tx, device, 'retired', { kind: 'device', deviceId, personId }, request.id));
    });
    return reply.code(204).send();
  });
}
