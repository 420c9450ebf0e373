import { activityPage, type ActivityPage } from '@lanyard/contract';
import { sessionOf, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import { sentenceOf, tellableActs } from '../activity-sentence.ts';
import type { OverviewPorts } from '../ports.ts';
import { activityOf } from '../pg/activity.ts';

const PAGE = 25;

/** GET /api/me/activity: what happened with my credentials, in plain words. */
export function activityRoute(app: Http, { db }: OverviewPorts): void {
  const query = z.object({ after: z.coerce.number().int().positive().optional() });
  app.get(
    '/api/me/activity',
    { config: { permission: 'session' }, schema: { querystring: query, response: { 200: activityPage } } },
    async (request): Promise<ActivityPage> => {
      const { personId } = sessionOf(request);
      const rows = await activityOf(db.pool, personId, tellableActs, request.query.after ?? null, PAGE + 1);
      const items = rows.slice(0, PAGE).map((row) => ({
        id: String(row.id),
        at: row.at.toISOString(),
        act: row.act,
        sentence: sentenceOf(row.act, row.outcome, row.details),
        deviceId: row.device_id,
        outcome: row.outcome,
      }));
      return { items, next: rows.length > PAGE ? (items.at(-1)?.id ?? null) : null };
    },
  );
}
