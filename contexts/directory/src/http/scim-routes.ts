import { adminOf, LanyardError, requireAllSpaces, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import { resourceTypes, schemas, serviceProviderConfig, LIST } from '../scim/schemas.ts';
import type { DirectoryPorts } from '../ports.ts';
import { MOST_RESULTS, SCIM_JSON, scimProblem } from './scim-answers.ts';
import { scimGroupRoutes } from './scim-group-routes.ts';
import { scimRead } from './scim-route.ts';
import { scimUserRoutes } from './scim-user-routes.ts';

/** /scim/v2: identity providers keep people and groups (RFC 7643, RFC 7644). */
export function scimRoutes(app: Http, ports: DirectoryPorts): void {
  void app.register(
    async (scim: Http) => {
      const json = scim.getDefaultJsonParser('error', 'error');
      // Some name the type of a body that they do not send, as with DELETE.
      scim.removeContentTypeParser('application/json');
      scim.addContentTypeParser<string>([SCIM_JSON, 'application/json'], { parseAs: 'string' }, (request, body, done) =>
        body === '' ? done(null, null) : json(request, body, done),
      );
      scim.addHook('onSend', async (_request, reply) => void (reply.statusCode === 204 || reply.type(SCIM_JSON)));
      scim.setErrorHandler((error, request, reply) => {
        const { status, body, known } = scimProblem(error, request.id);
        const line = {
          code: known.code,
          correlationId: request.id,
          method: request.method,
          path: request.url.split('?')[0],
        };
        if (known.kind === 'internal') request.log.error({ ...line, err: known.cause ?? known }, 'request failed');
        else request.log.info(line, 'request refused');
        return reply.code(status).header('cache-control', 'no-store').send(body);
      });
      discovery(scim);
      scim.addHook('preHandler', async (request) => requireAllSpaces(adminOf(request)));
      scimUserRoutes(scim, ports);
      scimGroupRoutes(scim, ports);
    },
    { prefix: '/scim/v2' },
  );
}

/** RFC 7644 §4: what is spoken here. */
function discovery(scim: Http): void {
  const all = (resources: readonly object[]) => ({
    schemas: [LIST],
    totalResults: resources.length,
    itemsPerPage: resources.length,
    startIndex: 1,
    Resources: resources,
  });
  const one = <T extends { readonly id: string }>(resources: readonly T[], id: string): T => {
    const found = resources.find((resource) => resource.id === id);
    if (found === undefined) throw new LanyardError('not_found');
    return found;
  };
  const params = z.object({ id: z.string().max(200) });
  scim.get('/ServiceProviderConfig', { config: scimRead }, async () => serviceProviderConfig(MOST_RESULTS));
  scim.get('/Schemas', { config: scimRead }, async () => all(schemas));
  scim.get('/Schemas/:id', { config: scimRead, schema: { params } }, async (request) =>
    one(schemas, request.params.id),
  );
  scim.get('/ResourceTypes', { config: scimRead }, async () => all(resourceTypes));
  scim.get('/ResourceTypes/:id', { config: scimRead, schema: { params } }, async (request) =>
    one(resourceTypes, request.params.id),
  );
}
