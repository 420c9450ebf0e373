import { searchAnswer, searchQuery, timelinePage, timelineQuery, uuid } from '@lanyard/contract';
import { adminOf, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import type { OverviewPorts } from '../ports.ts';
import { search } from '../search.ts';
import { timelineOfDevice, timelineOfPerson } from '../timeline/timeline.ts';

const params = z.object({ id: uuid });

/** Search, and the story of one person or device. */
export function findingRoutes(app: Http, { db, clock }: OverviewPorts): void {
  app.get(
    '/api/admin/search',
    {
      config: { permission: 'admin.overview.read' },
      schema: { querystring: searchQuery, response: { 200: searchAnswer } },
    },
    (request) => search(db.pool, request.query.q, adminOf(request)),
  );
  const schema = { params, querystring: timelineQuery, response: { 200: timelinePage } };
  app.get('/api/admin/people/:id/timeline', { config: { permission: 'admin.people.read' }, schema }, (request) =>
    timelineOfPerson(db.pool, request.params.id, {
      ...request.query,
      now: clock.now(),
      spaces: adminOf(request).spaces,
    }),
  );
  app.get('/api/admin/devices/:id/timeline', { config: { permission: 'admin.devices.read' }, schema }, (request) =>
    timelineOfDevice(db.pool, request.params.id, {
      ...request.query,
      now: clock.now(),
      spaces: adminOf(request).spaces,
    }),
  );
}
