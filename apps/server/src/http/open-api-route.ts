import { describeRoutes, type Http, type OpenApi } from '@lanyard/kernel';

const DESCRIPTION = `Everything that an administrator does in the browser, for programs too. A program sends
"Authorization: Bearer lanyard_…" with a token that has the scope that x-permission names. A change of something that has
a version names the version that it was made on in If-Match; every error is a problem (RFC 9457) with a stable code.`;

/** Sent as they are, and not as JSON. */
const FILES = ['POST /api/admin/people/import', 'PUT /api/admin/apps/uploads/:id/parts/:number'];

/** GET /api/admin/openapi.json: the admin interface described by the schemas that hold its requests and answers. */
export function openApiRoute(app: Http): void {
  // The routes of a process never change.
  let described: Promise<OpenApi> | undefined;
  app.get('/api/admin/openapi.json', { config: { permission: 'admin.overview.read' } }, async (_request, reply) => {
    described ??= describeRoutes(app, {
      title: 'Lanyard admin interface',
      version: '1',
      description: DESCRIPTION.replaceAll('\n', ' '),
      prefix: '/api/admin',
      files: FILES,
    });
    return reply.type('application/json').send(JSON.stringify(await described));
  });
}
