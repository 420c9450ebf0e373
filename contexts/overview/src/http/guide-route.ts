import { guide, guideQuery } from '@lanyard/contract';
import type { Http } from '@lanyard/kernel';
import { gatherGuide } from '../guide/guide-facts.ts';
import { guideOf } from '../guide/guide.ts';
import type { GatherPorts } from '../simulate/gather.ts';

/** GET /api/admin/guide: what of the set-up is left, each looked at now. */
export function guideRoute(app: Http, { db, clock, others }: GatherPorts): void {
  app.get(
    '/api/admin/guide',
    {
      config: { permission: 'admin.overview.read' },
      schema: { querystring: guideQuery, response: { 200: guide } },
    },
    async (request) => guideOf(await gatherGuide(db, others, { now: clock.now(), ...request.query })),
  );
}
