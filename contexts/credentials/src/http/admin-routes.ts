import { adminCredentialView, reasonInput, requestOutcome, revocationInput, uuid } from '@lanyard/contract';
import { actorOf, adminOf, type AdminCaller, type Http, LanyardError, type Tx } from '@lanyard/kernel';
import { z } from 'zod';
import { type ActBy, cancelForPerson, holdCredential, revokeCredential } from '../admin-acts.ts';
import { cancelPins } from '../cancel-pins.ts';
import { adminViewOf } from '../admin-view.ts';
import type { CredentialsParts, HttpRequest } from '../ports.ts';
import { bulkRoutes } from './bulk-routes.ts';

const params = z.object({ id: uuid });
const read = { permission: 'admin.credentials.read' } as const;
const write = { permission: 'admin.credentials.write' } as const;

/** /api/admin/credentials and /api/admin/requests: what an administrator does to those of others. Lists are overview's. */
export function adminRoutes(parts: CredentialsParts, app: Http): void {
  const view = { 200: adminCredentialView };
  app.get('/api/admin/credentials/:id', { config: read, schema: { params, response: view } }, async (request) => {
    await requireSeen(parts, 'credentials', request.params.id, adminOf(request));
    return adminViewOf(parts, request.params.id);
  });
  const act = async (
    request: HttpRequest & { params: { id: string } },
    run: (tx: Tx, id: string) => Promise<unknown>,
  ) => {
    const { id } = request.params;
    await requireSeen(parts, 'credentials', id, adminOf(request));
    await parts.db.tx((tx) => run(tx, id));
    return adminViewOf(parts, id);
  };
  for (const [path, on] of [
    ['suspend', true],
    ['resume', false],
  ] as const)
    app.post(
      `/api/admin/credentials/:id/${path}`,
      { config: write, schema: { params, body: reasonInput, response: view } },
      (request) => act(request, (tx, id) => holdCredential(parts, tx, id, on, byOf(request, request.body))),
    );
  app.post(
    '/api/admin/credentials/:id/revoke',
    { config: write, schema: { params, body: revocationInput, response: view } },
    (request) =>
      act(request, async (tx, id) => {
        const by = byOf(request, request.body);
        await parts.approvals.alone(tx, 'credentials.mass-revocation', by.actor);
        return revokeCredential(parts, tx, id, request.body.cause, by);
      }),
  );
  requestRoutes(parts, app);
  bulkRoutes(parts, app);
}

function requestRoutes(parts: CredentialsParts, app: Http): void {
  app.post(
    '/api/admin/requests/:id/cancel',
    { config: write, schema: { params, body: reasonInput, response: { 200: requestOutcome } } },
    async (request) => {
      const { id } = request.params;
      await requireSeen(parts, 'requests', id, adminOf(request));
      const { state } = await parts.db.tx((tx) => cancelForPerson(parts, tx, id, byOf(request, request.body)));
      return { state };
    },
  );
  app.post(
    '/api/admin/people/:id/registration-pin/cancel',
    { config: write, schema: { params, body: reasonInput } },
    async (request, reply) => {
      await cancelPins(parts, request.params.id, byOf(request, request.body));
      return reply.code(204).send();
    },
  );
}

const byOf = (request: HttpRequest, { reason }: { readonly reason: string }): ActBy => ({
  actor: actorOf(request),
  reason,
  correlationId: request.id,
});

/** What lies outside of the caller's spaces is not there for them. @throws LanyardError */
async function requireSeen(
  { chosen }: CredentialsParts,
  area: 'credentials' | 'requests',
  id: string,
  { spaces }: AdminCaller,
): Promise<void> {
  const found = await chosen(area, { ids: [id] }, { spaces, most: 1 });
  if (found.length === 0) throw new LanyardError(area === 'credentials' ? 'credential_not_found' : 'request_not_found');
}
