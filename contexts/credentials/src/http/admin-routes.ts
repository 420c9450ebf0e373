import { revocationInput, submitted } from '@lanyard/contract';
import { actorOf, adminOf, type Http } from '@lanyard/kernel';
import type { CredentialsParts } from '../ports.ts';
import { requireKnown, REVOKE_CHOSEN } from '../revoke-chosen.ts';

/** /api/admin/credentials: what an administrator does to the credentials of others. */
export function adminRoutes(parts: CredentialsParts, app: Http): void {
  app.post(
    '/api/admin/credentials/revoke',
    {
      config: { permission: 'admin.credentials.write' },
      schema: { body: revocationInput, response: { 200: submitted, 202: submitted } },
    },
    async (request, reply) => {
      const { reason, ...input } = request.body;
      await requireKnown(parts, input.credentialIds);
      const by = { actor: actorOf(request), personId: adminOf(request).personId };
      const answer = await parts.approvals.submit(REVOKE_CHOSEN, { input, reason, by });
      return reply.code(answer.state === 'done' ? 200 : 202).send(answer);
    },
  );
}
