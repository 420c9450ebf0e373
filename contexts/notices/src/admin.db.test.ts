import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { InvitationPreview, InvitationView, MailPreview, TextView } from '@lanyard/contract';
import {
  createHttp,
  createLog,
  days,
  executeSql,
  hours,
  ManualClock,
  openDb,
  systemRandom,
  type Db,
  type Http,
} from '@lanyard/kernel';
import { freshDatabase, type TestDatabase } from '@lanyard/kernel/testing';
import { createNotices, type InvitationWay, type Notices } from './index.ts';

const GROUP = '00000000-0000-4000-8000-0000000000aa';
const person = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const WAY: InvitationWay = {
  kind: 'invitation.credential',
  facts: { providerName: 'Lanyard', button: 'Request PIN and Derived Credential', steps: '1. Sign in.\n2. Activate.' },
};

const clock = new ManualClock();
let database: TestDatabase;
let db: Db;
let app: Http;
let notices: Notices;
const mails: { to: string; subject: string; text: string }[] = [];
/** Of whoever calls. */
let spaces: string[] | null = null;
const waiting: { queue: string; data: object }[] = [];
const handlers = new Map<string, (data: never) => Promise<void>>();
/** Who is in the group, and what each is invited with. */
const group = new Map<string, InvitationWay | null>();
const languages = new Map<string, string>();

before(async () => {
  database = await freshDatabase();
  db = openDb(database);
  notices = createNotices(
    {
      db,
      clock,
      random: systemRandom,
      mailer: { send: async (mail) => void mails.push(mail) },
      jobs: {
        send: async (_tx, queue, data) => void waiting.push({ queue, data }),
        work: async (queue, handler) => void handlers.set(queue, handler),
      },
      recipient: async (id) => {
        const language = languages.get(id);
        return { displayName: 'Ada Vega', email: `${id}@agency.example`, ...(language ? { language } : {}) };
      },
      letterhead: async () => ({ organisation: 'Harbor Agency', support: 'Help desk: 555-0100' }),
      invitees: {
        members: async (_group, last, limit) =>
          [...group.keys()]
            .toSorted()
            .filter((id) => last === null || id > last)
            .slice(0, limit),
        groupName: async (id) => (id === GROUP ? 'Field office' : null),
        wayOf: async (id) => group.get(id) ?? null,
      },
    },
    { organisation: 'Installed Name', portalUrl: 'https://portal.example' },
  );
  await notices.startDelivery();
  app = await createHttp({
    log: createLog('silent'),
    guard: async () => ({
      kind: 'session',
      sessionId: person(1),
      personId: person(1),
      signedInBy: 'primary',
      primary: true,
      fresh: true,
      roles: ['administrator'],
      spaces,
    }),
  });
  notices.routes.admin(app);
});
after(async () => {
  await app.close();
  await db.close();
  await database.drop();
});

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';
async function call<T = { code?: string }>(method: Method, path: string, payload?: object, version?: number) {
  const answer = await app.inject({
    method,
    url: `/api/admin${path}`,
    ...(payload && { payload }),
    ...(version === undefined ? {} : { headers: { 'if-match': `"${version}"` } }),
  });
  return { status: answer.statusCode, body: (answer.body === '' ? {} : answer.json()) as T }; // sound: asserted on below
}

/** Every job that waits, each done as often as said. */
async function work(times = 1): Promise<void> {
  while (waiting.length > 0) {
    const job = waiting.shift();
    for (let n = 0; job && n < times; n++) await handlers.get(job.queue)?.(job.data as never); // sound: the queue's own data
  }
}
const isRow = async (sql: string): Promise<unknown> => (await executeSql(db.pool, sql)).rows[0];
const BOUND = '/notices/texts/credential.bound/en';
const own = { subject: 'New: ${deviceName}', body: 'Hello ${displayName}, see ${portalUrl}. ${organisation}' };

test('a text is the built-in one until it is changed, and again after it is put back', async () => {
  const first = await call<TextView>('GET', BOUND);
  assert.deepEqual([first.body.builtIn, first.body.version], [true, 0]);
  assert.ok(first.body.placeholders.some(({ name, needed }) => name === 'portalUrl' && needed));
  const saved = await call<TextView>('PUT', BOUND, own, 0);
  assert.deepEqual([saved.status, saved.body.version, saved.body.subject], [200, 1, own.subject]);
  assert.equal((await call('PUT', BOUND, own, 0)).status, 409, 'made on an older version');
  await db.tx((tx) =>
    notices.send(tx, { personId: person(2), kind: 'credential.bound', facts: { deviceName: "Ada's phone" } }),
  );
  await work();
  const mail = mails.pop();
  assert.equal(mail?.subject, "New: Ada's phone");
  assert.match(mail?.text ?? '', /^Hello Ada Vega, see https:\/\/portal\.example\. Harbor Agency\n$/);
  assert.equal((await call('DELETE', BOUND, undefined, 1)).status, 204);
  assert.deepEqual((await call<TextView>('GET', BOUND)).body.builtIn, true);
  assert.deepEqual(
    await isRow(`select details -> 'before' ->> 'subject' as was from kernel.audit where act = 'notice_text.reset'`),
    {
      was: own.subject,
    },
  );
});

test('a text that names what its kind does not know, or leaves out what it needs, is refused with the list', async () => {
  const unknown = await call('PUT', BOUND, { ...own, body: '${portalUrl} ${activationPassword}' }, 0);
  assert.deepEqual([unknown.status, unknown.body.code], [400, 'text_placeholder_wrong']);
  assert.match(JSON.stringify(unknown.body), /"unknown":\["activationPassword"\]/);
  const missing = await call('POST', `${BOUND}/preview`, { subject: 'x', body: 'nothing to click' });
  assert.match(JSON.stringify(missing.body), /"missing":\["portalUrl"\]/);
  const broken = await call('PUT', BOUND, { ...own, subject: 'two\nlines' }, 0);
  assert.equal(broken.status, 400);
});

test('a preview shows a mail as it would be, with what a value brings along never read again', async () => {
  const { body } = await call<MailPreview>('POST', `${BOUND}/preview`, own);
  assert.deepEqual(
    [body.subject, body.text],
    ["New: Ada's phone", 'Hello Ada Vega, see https://portal.example. Harbor Agency\n'],
  );
  await db.tx((tx) =>
    notices.send(tx, { personId: person(2), kind: 'credential.bound', facts: { deviceName: '${portalUrl}' } }),
  );
  await work();
  assert.match(mails.pop()?.subject ?? '', /"\$\{portalUrl\}"$/);
});

test('people get the text of their language, else of what it is a kind of, else English', async () => {
  await call('PUT', '/notices/texts/device.lost/es', { subject: 'Perdido: ${deviceName}', body: 'Hola' }, 0);
  for (const [id, language] of [
    ['3', 'es-MX'],
    ['4', 'fr'],
  ] as const) {
    languages.set(person(Number(id)), language);
    await db.tx((tx) =>
      notices.send(tx, { personId: person(Number(id)), kind: 'device.lost', facts: { deviceName: 'X' } }),
    );
  }
  await work();
  assert.deepEqual(
    mails.splice(0).map(({ subject }) => subject),
    ['Perdido: X', '"X" was reported lost'],
  );
});

test('a group is invited with one mail each, however often its jobs run, and ends with counts', async () => {
  for (let n = 100; n < 550; n++) group.set(person(n), n % 50 === 0 ? null : WAY);
  const preview = await call<InvitationPreview>('POST', '/invitations/preview', { group: GROUP });
  assert.deepEqual([preview.body.people, preview.body.skipped, preview.body.mails.length], [200, 4, 1]);
  assert.match(preview.body.mails[0]?.text ?? '', /1\. Sign in\.\n2\. Activate\./);
  const started = await call<InvitationView>('POST', '/invitations', { group: GROUP });
  assert.deepEqual([started.status, started.body.state, started.body.to], [202, 'running', 'group Field office']);
  const again = await call('POST', '/invitations', { group: GROUP });
  assert.deepEqual([again.status, again.body.code], [409, 'invitation_running']);
  await work(2);
  const { body } = await call<InvitationView>('GET', `/invitations/${started.body.id}`);
  assert.deepEqual([body.state, body.invited, body.skipped, body.delivered], ['done', 441, 9, 441]);
  assert.equal(new Set(mails.map(({ to }) => to)).size, 441);
  assert.equal(mails.splice(0).length, 441);
  const { body: page } = await call<{ items: InvitationView[] }>('GET', '/invitations');
  assert.equal(page.items[0]?.id, started.body.id);
  assert.deepEqual(
    await isRow(`select details ->> 'invited' as invited from kernel.audit where act = 'invitation.ended'`),
    {
      invited: '441',
    },
  );
});

test('two processes that have the same slice send it once', async () => {
  group.clear();
  for (let n = 600; n < 620; n++) group.set(person(n), WAY);
  const { body } = await call<InvitationView>('POST', '/invitations', { group: GROUP });
  const job = waiting.shift();
  const slice = () => handlers.get('notices.invite')?.(job?.data as never); // sound: the queue's own data
  await Promise.all([slice(), slice(), slice()]);
  await work();
  assert.equal((await call<InvitationView>('GET', `/invitations/${body.id}`)).body.invited, 20);
  assert.equal(mails.splice(0).length, 20);
});

test('one person is invited by themselves; nobody is invited who is not known', async () => {
  group.set(person(700), { kind: 'invitation.other', facts: {} });
  const { status, body } = await call<InvitationView>('POST', '/invitations', { person: person(700) });
  await work();
  assert.deepEqual([status, (await call<InvitationView>('GET', `/invitations/${body.id}`)).body.invited], [202, 1]);
  assert.doesNotMatch(mails.pop()?.text ?? '', /https:/, 'without the portal there is no link');
  assert.equal((await call('POST', '/invitations', { group: person(9) })).status, 404);
});

test('nobody is invited a fourth time within a day, by themselves or with a group', async () => {
  group.clear();
  group.set(person(800), WAY);
  const invite = () => call<InvitationView>('POST', '/invitations', { person: person(800) });
  for (let n = 0; n < 3; n++) {
    assert.equal((await invite()).status, 202);
    await work();
  }
  const fourth = await call('POST', '/invitations', { person: person(800) });
  assert.deepEqual([fourth.status, fourth.body.code], [429, 'invitation_often']);
  const { body } = await call<InvitationView>('POST', '/invitations', { group: GROUP });
  await work();
  const { invited, skipped } = (await call<InvitationView>('GET', `/invitations/${body.id}`)).body;
  assert.deepEqual([invited, skipped], [0, 1]);
  assert.equal(mails.splice(0).length, 3);
  clock.advance(days(1));
  assert.equal((await invite()).status, 202);
  await work();
  assert.equal(mails.splice(0).length, 1);
});

test('invitations that are sent at the same moment invite nobody a fourth time either', async () => {
  group.clear();
  group.set(person(850), WAY);
  waiting.length = 0;
  const invite = async () => {
    await call<InvitationView>('POST', '/invitations', { person: person(850) });
    return waiting.splice(0).find(({ queue }) => queue === 'notices.invite');
  };
  const slice = async (job: { data: object } | undefined) => handlers.get('notices.invite')?.(job?.data as never); // sound: the queue's own data
  for (let n = 0; n < 2; n++) await slice(await invite());
  const [one, another] = [await invite(), await invite()];
  await executeSql(
    db.pool,
    `create function notices.gate() returns trigger language plpgsql as $$ begin
      perform pg_advisory_xact_lock(77); return new; end $$`,
  );
  await executeSql(db.pool, 'create trigger gate before insert on notices.notice execute function notices.gate()');
  const waits = `select count(*)::int as n from pg_locks where not granted and locktype = 'advisory'
    and database = (select oid from pg_database where datname = current_database())`;
  let slices: Promise<unknown>[] = [];
  await db.tx(async (tx) => {
    await executeSql(tx, 'select pg_advisory_xact_lock(77)');
    slices = [slice(one), slice(another)];
    while (((await isRow(waits)) as { n: number }).n < 2);
  });
  await Promise.all(slices);
  await executeSql(db.pool, 'drop function notices.gate() cascade');
  const invited = await isRow(`select count(*)::int as n from notices.notice where person_id = '${person(850)}'`);
  assert.deepEqual(invited, { n: 3 });
  waiting.length = 0;
});

test('one administrator begins a hundred invitations an hour', async () => {
  clock.advance(hours(1));
  group.clear();
  const refused = async (): Promise<unknown> => {
    for (let n = 0; n < 101; n++) {
      group.set(person(900 + n), WAY);
      const { status, body } = await call('POST', '/invitations', { person: person(900 + n) });
      if (status !== 202) return [n, status, body.code];
    }
    return null;
  };
  assert.deepEqual(await refused(), [100, 429, 'invitation_limit']);
  waiting.length = 0;
});

test('invitations tell of everybody, and so are not for who administers some spaces', async () => {
  spaces = [GROUP];
  try {
    for (const path of ['/invitations', `/invitations/${GROUP}`])
      assert.equal((await call('GET', path)).body.code, 'permission_denied', path);
  } finally {
    spaces = null;
  }
});
