// Lists, search and dashboard of the admin portal over HTTP, on a database as years of use would leave it.
import { join } from 'node:path';
import { executeSql, foldTally, systemClock } from '@lanyard/kernel';
import { createOverview } from '@lanyard/overview';
import { seedCertificate } from '../../contexts/overview/src/testing/seed-certificate.ts';
import { seedInstallation, type SeedCounts } from '../../contexts/overview/src/testing/seed.ts';
import { CardHolder } from '../e2e/support/card-holder.ts';
import { figure, spread, type Row } from './figure.ts';
import { installation } from './installation.ts';
import { timed, type BenchRun } from './measure.ts';
import { serverMeter, type Meter } from './processor-time.ts';

const SECTION = 'Lists of the admin portal';
const HANDS = 2;

const LARGE: SeedCounts = { people: 100_000, devices: 100_000, certificates: 1_000_000, audit: 500_000 };
const SMALL: SeedCounts = { people: 5_000, devices: 5_000, certificates: 30_000, audit: 10_000 };

/** An address to ask; a number makes each of them another. */
type Asked = (n: number) => string;
/** Spreads numbers over what there is, as people's questions are. */
const some = (n: number, of: number): number => 1 + ((n * 7_919) % of);
const padded = (n: number): string => String(n).padStart(6, '0');

export async function benchLists(run: BenchRun): Promise<Row[]> {
  // An installation of its own: a million certificates would weigh on the figures of the others.
  const world = installation();
  const counts = run.quick ? SMALL : LARGE;
  try {
    const on = await world.server();
    const administrator = new CardHolder(on.portal);
    await administrator.signIn(join(on.cards, 'ada.vega.p12'));
    const seeding = await timed(() => world.within((contexts) => seed(contexts.db, counts)));
    const get = async (path: string): Promise<unknown> => {
      const { status, body } = await administrator.get(path);
      if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
      return body;
    };
    const times = run.quick ? 20 : 200;
    const meter = serverMeter(on);
    const rows: Row[] = [
      figure(SECTION, {
        name: `${counts.people} people, ${counts.devices} devices, ${counts.certificates} certificates, ${counts.audit} audit rows: seeded`,
        unit: 'ms',
        values: [seeding.milliseconds],
      }),
    ];
    for (const [name, asked] of await questions(get, counts))
      rows.push(await percentiles(name, { get, asked, times, meter }));
    rows.push(...(await dashboardRows(world, run.quick ? 3 : 20)));
    return rows;
  } finally {
    await world.remove();
  }
}

async function seed(db: Parameters<typeof seedInstallation>[0], counts: SeedCounts): Promise<void> {
  const now = new Date();
  await seedInstallation(db, { ...counts, authority: 'derived', der: await seedCertificate(now), now });
  // What jobs would have added up over the years.
  for (const schema of ['credentials', 'fleet']) {
    for (let round = 0; round < 12; round++) await foldTally(db.pool, schema);
    await executeSql(db.pool, `vacuum (analyze) ${schema}.tally`);
  }
}

type Get = (path: string) => Promise<unknown>;

async function questions(get: Get, { people }: SeedCounts): Promise<[string, Asked][]> {
  const deep = await cursorBeyond(get, '/api/admin/certificates', 20);
  const serials = ((await get('/api/admin/certificates?limit=200')) as Page).items.map(({ serial }) => serial ?? '');
  const serial = (n: number): string => serials[n % serials.length] ?? '';
  const list =
    (query: string): Asked =>
    () =>
      `/api/admin/${query}`;
  const person = (n: number): string => `person.${padded(some(n, people))}`;
  return [
    ['people, first page', list('people')],
    ['people by the beginning of a name', (n) => `/api/admin/people?q=${person(n).slice(0, 11)}`],
    ['devices, first page', list('devices')],
    ['devices by name', list('devices?sort=name')],
    ['devices of a platform', list('devices?platform=desktop')],
    ['devices not heard of for 30 days', list('devices?quietDays=30')],
    ['devices of a person', (n) => `/api/admin/devices?q=${person(n)}`],
    ['credentials, first page', list('credentials')],
    ['credentials that end within 30 days', list('credentials?expiringDays=30')],
    ['credentials that were revoked', list('credentials?state=revoked')],
    ['requests that expired', list('requests?state=expired')],
    ['smart cards by end', list('primaries?sort=notAfter')],
    ['certificates, first page', list('certificates')],
    ['certificates, 20 pages further', list(`certificates?limit=200&after=${deep}`)],
    ['certificates that were revoked', list('certificates?status=revoked')],
    ['certificates of a profile that end within 30 days', list('certificates?profile=signature&expiringDays=30')],
    ['certificates by serial number', (n) => `/api/admin/certificates?q=${serial(n)}`],
    ['audit log, first page', list('audit')],
    ['audit log by act', list('audit?act=credential.bound')],
    ['audit log, what was refused', list('audit?outcome=refused')],
    ['audit log, a week two years ago', list(`audit?from=${yearsAgo(2)}&to=${yearsAgo(1.98)}`)],
    ['search for a person', (n) => `/api/admin/search?q=${person(n)}`],
    ['search for a device', (n) => `/api/admin/search?q=Phone%20${some(n, people)}`],
    ['search for a serial number', (n) => `/api/admin/search?q=${serial(n)}`],
    ['search for one letter', (n) => `/api/admin/search?q=${'pgsx'[n % 4] ?? 'p'}`],
    ['dashboard, as it is looked at', list('dashboard')],
    ['timeline of a person', timelineOf(await somePeople(get))],
  ];
}

interface Page {
  readonly items: readonly { readonly id?: string; readonly serial?: string }[];
  readonly next: string | null;
}

const timelineOf =
  (ids: readonly string[]): Asked =>
  (n) =>
    `/api/admin/people/${ids[n % ids.length] ?? ''}/timeline`;

const somePeople = async (get: Get): Promise<string[]> =>
  ((await get('/api/admin/people?limit=100&q=person.')) as Page).items.map(({ id }) => id ?? '');

const yearsAgo = (n: number): string => new Date(Date.now() - n * 365 * 86_400_000).toISOString();

async function cursorBeyond(get: Get, path: string, pages: number): Promise<string> {
  let after = '';
  for (let n = 0; n < pages; n++) {
    const { next } = (await get(`${path}?limit=200${after === '' ? '' : `&after=${after}`}`)) as Page;
    if (next === null) break;
    after = next;
  }
  return after;
}

interface Asking {
  readonly get: Get;
  readonly asked: Asked;
  readonly times: number;
  readonly meter: Meter;
}

/** The median and the slowest of a hundred, from two hands at once, and what each costs whoever else uses the machine. */
async function percentiles(name: string, { get, asked, times, meter }: Asking): Promise<Row> {
  for (let n = 0; n < 3; n++) await get(asked(n)); // warm
  const taken: number[] = [];
  let next = 3;
  const hand = async (): Promise<void> => {
    while (taken.length < times) taken.push((await timed(() => get(asked(next++)))).milliseconds);
  };
  const used = meter();
  await Promise.all(Array.from({ length: HANDS }, hand));
  const each = (meter() - used) / taken.length;
  const sorted = taken.toSorted((a, b) => a - b);
  const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
  return figure(SECTION, {
    name,
    unit: 'ms',
    values: taken,
    note: `p50 ${spread(taken).median.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms of ${taken.length}; ${each.toFixed(1)} ms of the processor time of server and PostgreSQL each`,
  });
}

/** What one look at the dashboard costs where nobody looked in the last seconds. */
async function dashboardRows(world: ReturnType<typeof installation>, times: number): Promise<Row[]> {
  const values = await world.within(async ({ db }) => {
    const taken: number[] = [];
    for (let n = 0; n < times; n++) {
      const { readDashboard } = createOverview({ db, clock: systemClock });
      taken.push((await timed(readDashboard)).milliseconds);
    }
    return taken;
  });
  return [figure(SECTION, { name: 'dashboard, read anew, in this process', unit: 'ms', values })];
}
