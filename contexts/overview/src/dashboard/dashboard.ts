import {
  credentialState,
  platform,
  type Counted,
  type Dashboard,
  type FunnelDay,
  type QueueHealth,
} from '@lanyard/contract';
import { after, days, queueStates, type Db, type QueueState } from '@lanyard/kernel';
import { links } from '../links.ts';
import { authorityRows, countExpiring, countQuiet, sealing, tallies, undeliveredNotices } from '../pg/dashboard.ts';
import type { OverviewPorts } from '../ports.ts';
import { authorityHealth } from './authority-health.ts';

const FUNNEL_DAYS = 30;
const EXPIRING = [7, 30, 90];
const QUIET = [7, 30, 90];
/** Numbers for people to look at: a process shows those that it read so many milliseconds ago. */
const KEPT = 5_000;

type Tally = ReadonlyMap<string, number>;

/** @returns what reads the dashboard; those who ask within five seconds, or at the same time, share one reading */
export function dashboardReader(ports: OverviewPorts): () => Promise<Dashboard> {
  let kept: { readonly at: number; readonly read: Promise<Dashboard> } | undefined;
  return () => {
    const at = ports.clock.now().getTime();
    if (kept !== undefined && at - kept.at < KEPT && at >= kept.at) return kept.read;
    const read = readDashboard(ports);
    kept = { at, read };
    read.catch(() => (kept = undefined));
    return read;
  };
}

async function readDashboard({ db, clock }: OverviewPorts): Promise<Dashboard> {
  const now = clock.now();
  const { pool } = db;
  const [tallied, expiring, quiet, authorities, queues, notices, sealed] = await Promise.all([
    tallies(pool),
    Promise.all(EXPIRING.map((n) => expiringWithin(db, n, now))),
    Promise.all(QUIET.map((n) => quietFor(db, n, now))),
    authorityRows(pool, now),
    queueStates(pool, now),
    undeliveredNotices(pool),
    sealing(pool),
  ]);
  const tally: Tally = new Map(tallied.map(({ name, n }) => [name, n]));
  return {
    at: now.toISOString(),
    funnel: { days: funnelOf(tally, now), link: links.requests() },
    credentials: credentialState.options.map((state) => ({
      state,
      count: tally.get(`credential ${state}`) ?? 0,
      link: links.credentials({ state }),
    })),
    expiring,
    devices: platform.options.map((which) => ({
      platform: which,
      count: tally.get(`device active ${which}`) ?? 0,
      link: links.devices({ platform: which, state: 'active' }),
    })),
    quiet,
    authorities: authorities.map((row) => authorityHealth(row, now)),
    queues: queues.map(queueHealth),
    outbox: { undeliveredNotices: notices.count, atLeast: notices.atLeast, oldestAt: iso(notices.oldest) },
    audit: {
      sealedPosition: sealed.sealed,
      checkpointPosition: sealed.signed,
      unsealedSince: iso(sealed.unsealed_since),
    },
  };
}

const expiringWithin = async (db: Db, n: number, now: Date): Promise<Counted & { days: number }> => ({
  days: n,
  ...((await countExpiring(db, after(now, days(n)))) ?? MANY),
  link: links.credentials({ expiringDays: n }),
});

const quietFor = async (db: Db, n: number, now: Date): Promise<Counted & { days: number }> => ({
  days: n,
  ...((await countQuiet(db, now, n)) ?? MANY),
  link: links.devices({ quietDays: n }),
});

/** Where counting took too long. */
const MANY = { count: 0, atLeast: true };

/** The last days, each whole: those on which nothing was requested too. */
function funnelOf(tally: Tally, now: Date): FunnelDay[] {
  return Array.from({ length: FUNNEL_DAYS }, (_, i) => {
    const day = after(now, -days(FUNNEL_DAYS - 1 - i))
      .toISOString()
      .slice(0, 10);
    const reached = (step: string): number => tally.get(`request ${day} ${step}`) ?? 0;
    return {
      day,
      requested: reached('requested'),
      registered: reached('registered'),
      accepted: reached('accepted'),
      activated: reached('activated'),
    };
  });
}

const queueHealth = ({ queue, waiting, retrying, failed, oldest }: QueueState): QueueHealth => ({
  queue,
  waiting,
  retrying,
  failed,
  oldestAt: iso(oldest),
});

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
