import { homeView, newRequestInput, requestSecrets, requestView, uuid } from '@lanyard/contract';
import { sessionOf, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import { cancelRequest } from '../cancel-request.ts';
import { createRequest } from '../create-request.ts';
import { deleteCredential, refuseBinding } from '../delete-credential.ts';
import { endOwnDevice } from '../end-device.ts';
import { homeOf, viewOf } from '../home.ts';
import { moreTime } from '../more-time.ts';
import type { CredentialsParts } from '../ports.ts';
import { requestOf } from '../request-refusal.ts';

const params = z.strictObject({ id: uuid });
const NO_STORE = 'no-store';

/** The holder's own pages. Making and extending need the card; ending does not, so that it is never too late for it. */
export function portalRoutes(parts: CredentialsParts, app: Http): void {
  app.get(
    '/api/me',
    { config: { permission: 'session' }, schema: { response: { 200: homeView } } },
    (request, reply) => {
      void reply.header('cache-control', NO_STORE);
      return homeOf(parts, sessionOf(request).personId);
    },
  );
  requestRoutes(parts, app);
  endingRoutes(parts, app);
}

function requestRoutes(parts: CredentialsParts, app: Http): void {
  const made = {
    config: { permission: 'session.primary' as const },
    schema: { body: newRequestInput, response: { 200: requestSecrets } },
  };
  app.post('/api/me/requests', made, (request, reply) => {
    void reply.header('cache-control', NO_STORE);
    return createRequest(parts, sessionOf(request), request.body, request.id);
  });
  app.get(
    '/api/me/requests/:id',
    { config: { permission: 'session' }, schema: { params, response: { 200: requestView } } },
    async (request, reply) => {
      void reply.header('cache-control', NO_STORE);
      return viewOf(parts, await requestOf(parts.db.pool, request.params.id, sessionOf(request).personId));
    },
  );
  const extended = {
    config: { permission: 'session.primary' as const },
    schema: { params, response: { 200: requestSecrets } },
  };
  app.post('/api/me/requests/:id/more-time', extended, (request, reply) => {
    void reply.header('cache-control', NO_STORE);
    return moreTime(parts, sessionOf(request), request.params.id, request.id);
  });
  app.delete(
    '/api/me/requests/:id',
    { config: { permission: 'session' }, schema: { params } },
    async (request, reply) => {
      await cancelRequest(parts, sessionOf(request), request.params.id, request.id);
      return reply.code(204).send();
    },
  );
}

function endingRoutes(parts: CredentialsParts, app: Http): void {
  const session = { config: { permission: 'session' as const }, schema: { params } };
  app.post('/api/me/devices/:id/lost', session, async (request, reply) => {
    await endOwnDevice(parts, sessionOf(request), request.params.id, 'lost', request.id);
    return reply.code(204).send();
  });
  app.delete('/api/me/devices/:id', session, async (request, reply) => {
    await endOwnDevice(parts, sessionOf(request), request.params.id, 'retired', request.id);
    return reply.code(204).send();
  });
  app.delete('/api/me/credentials/:id', session, async (request, reply) => {
    await deleteCredential(parts, sessionOf(request), request.params.id, request.id);
    return reply.code(204).send();
  });
  app.post('/api/me/credentials/:id/not-me', session, async (request, reply) => {
    await refuseBinding(parts, sessionOf(request), request.params.id, request.id);
    return reply.code(204).send();
  });
}
