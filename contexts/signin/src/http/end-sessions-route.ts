import { reasonInput, uuid } from '@lanyard/contract';
import { actorOf, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import type { SigninPorts } from '../ports.ts';
import { endSessionsOf } from '../session/end-sessions.ts';

/** POST /api/admin/people/{id}/sessions/end: for somebody who may have left a browser signed in. */
export function endSessionsRoute(app: Http, ports: SigninPorts): void {
  app.post(
    '/api/admin/people/:id/sessions/end',
    {
      config: { permission: 'admin.people.write' },
      schema: { params: z.object({ id: uuid }), body: reasonInput },
    },
    async (request, reply) => {
      await ports.db.tx((tx) => endSessionsOf(ports, tx, request.params.id, request.body.reason, actorOf(request)));
      return reply.code(204).send();
    },
  );
}
