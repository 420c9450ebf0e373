import { z } from 'zod';
import { credentialState, instant, platform, uuid } from '../common.ts';

/** GET /api/admin/search?q= */
export const searchQuery = z.object({ q: z.string().trim().min(1).max(200) });
export const searchKinds = ['person', 'device', 'certificate', 'card', 'credential', 'configuration', 'group'] as const;
export const searchHit = z.strictObject({
  kind: z.enum(searchKinds),
  id: z.string(),
  title: z.string(),
  /** What tells it from others of its name. */
  detail: z.string(),
  /** The screen, from `/admin` on. */
  link: z.string(),
});
export type SearchHit = z.infer<typeof searchHit>;
/** A few of each kind; `more` names the kinds of which there are others. */
export const searchAnswer = z.strictObject({ hits: z.array(searchHit), more: z.array(z.enum(searchKinds)) });
export type SearchAnswer = z.infer<typeof searchAnswer>;

/** GET /api/admin/people/:id/timeline and /api/admin/devices/:id/timeline */
export const timelineQuery = z.object({
  after: z
    .string()
    .regex(/^[0-9a-zA-Z:._-]{1,80}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export const timelineItem = z.strictObject({
  id: z.string(),
  at: instant,
  source: z.enum(['audit', 'notice']),
  act: z.string(),
  outcome: z.enum(['done', 'refused']),
  /** good: as it should be; attention: somebody may have to do something; ended: something stopped for good. */
  tone: z.enum(['neutral', 'good', 'attention', 'ended']),
  sentence: z.string(),
  /** Why it matters; null where there is nothing to add. */
  why: z.string().nullable(),
  /** What most likely helps; null where nothing is wrong. */
  cure: z.string().nullable(),
  by: z.string(),
  deviceId: uuid.nullable(),
  object: z.string().nullable(),
  correlationId: z.string().nullable(),
});
export type TimelineItem = z.infer<typeof timelineItem>;
export const timelinePage = z.strictObject({ items: z.array(timelineItem), next: z.string().nullable() });
export type TimelinePage = z.infer<typeof timelinePage>;

/** A number that is exact up to 10,000, and the list that it counts. */
const counted = z.strictObject({ count: z.number().int(), atLeast: z.boolean(), link: z.string() });
export type Counted = z.infer<typeof counted>;

/** One day of requests, by how far those made on it came. */
export const funnelDay = z.strictObject({
  /** UTC, `2026-11-22`. */
  day: z.string(),
  requested: z.number().int(),
  registered: z.number().int(),
  accepted: z.number().int(),
  activated: z.number().int(),
});
export type FunnelDay = z.infer<typeof funnelDay>;

export const authorityHealth = z.strictObject({
  id: z.string(),
  kind: z.string(),
  notAfter: instant.nullable(),
  crl: z
    .strictObject({
      number: z.number().int(),
      thisUpdate: instant,
      nextUpdate: instant,
      octets: z.number().int(),
      /** Of the status generation: what revocations it does not hold yet. */
      behind: z.number().int(),
    })
    .nullable(),
  responderNotAfter: instant.nullable(),
  presignedAnswers: z.strictObject({ count: z.number().int(), atLeast: z.boolean() }),
  state: z.enum(['good', 'attention', 'failed']),
  /** Why it is not good, and what to do. */
  words: z.string().nullable(),
  link: z.string(),
});
export type AuthorityHealth = z.infer<typeof authorityHealth>;

export const queueHealth = z.strictObject({
  queue: z.string(),
  waiting: z.number().int(),
  /** Of those that wait: tried before and to be tried again. */
  retrying: z.number().int(),
  /** Given up; they are kept for a while. */
  failed: z.number().int(),
  /** Since when the oldest that could run waits. */
  oldestAt: instant.nullable(),
});
export type QueueHealth = z.infer<typeof queueHealth>;

/** GET /api/admin/dashboard */
export const dashboard = z.strictObject({
  at: instant,
  funnel: z.strictObject({ days: z.array(funnelDay), link: z.string() }),
  credentials: z.array(z.strictObject({ state: credentialState, count: z.number().int(), link: z.string() })),
  expiring: z.array(counted.extend({ days: z.number().int() })),
  devices: z.array(z.strictObject({ platform, count: z.number().int(), link: z.string() })),
  quiet: z.array(counted.extend({ days: z.number().int() })),
  authorities: z.array(authorityHealth),
  queues: z.array(queueHealth),
  outbox: z.strictObject({ undeliveredNotices: z.number().int(), atLeast: z.boolean(), oldestAt: instant.nullable() }),
  audit: z.strictObject({
    sealedPosition: z.number().int(),
    checkpointPosition: z.number().int(),
    /** Of the oldest row that is not chained yet; null when all are. */
    unsealedSince: instant.nullable(),
  }),
});
export type Dashboard = z.infer<typeof dashboard>;
