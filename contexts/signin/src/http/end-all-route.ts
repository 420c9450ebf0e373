import { reasonInput, submitted } from '@lanyard/contract';
import { actorOf, adminOf, type Http } from '@lanyard/kernel';
import type { SigninPorts } from '../ports.ts';
import { END_ALL } from '../session/end-all.ts';

/** POST /api/admin/sessions/end-all: the caller's own session ends with the others. */
export function endAllRoute(app: Http, { approvals }: SigninPorts): void {
  app.post(
    '/api/admin/sessions/end-all',
    {
      config: { permission: 'admin.installation.write' },
      schema: { body: reasonInput, response: { 200: submitted, 202: submitted } },
    },
    async (request, reply) => {
      const by = { actor: actorOf(request), personId: adminOf(request).personId };
      const answer = await approvals.submit(END_ALL, { input: {}, reason: request.body.reason, by });
      return reply.code(answer.state === 'done' ? 200 : 202).send(answer);
    },
  );
}
