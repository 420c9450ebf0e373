import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { executeSql, ManualClock, minutes, openDb, systemRandom, type Db } from '@lanyard/kernel';
import { freshDatabase } from '@lanyard/kernel/testing';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { createNotices, fileMailer, smtpMailer, type Mailer, type Notices, type NoticesPorts } from './index.ts';

const person = '018f6d1e-0000-7000-8000-000000000001';
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let db: Db;
let folder: string;
before(async () => {
  fresh = await freshDatabase();
  db = openDb(fresh);
  folder = mkdtempSync(join(tmpdir(), 'lanyard-mail-'));
});
after(async () => {
  await db.close();
  await fresh.drop();
  rmSync(folder, { recursive: true });
});

interface Desk {
  readonly notices: Notices;
  /** Runs every job that waits, and those that they send. */
  run(): Promise<void>;
  readonly jobs: { queue: string; data: object }[];
}

/** The outbox kept in memory, so that the test decides when a job runs. */
function notices(mailer: Mailer, more: Partial<NoticesPorts> = {}): Desk {
  const sent: { queue: string; data: object }[] = [];
  const handlers = new Map<string, (data: never) => Promise<void>>();
  const made = createNotices(
    {
      db,
      clock: new ManualClock(),
      random: systemRandom,
      mailer,
      jobs: {
        send: async (_tx, queue, data) => void sent.push({ queue, data }),
        work: async (queue, work) => void handlers.set(queue, work),
      },
      recipient: async (id) => (id === person ? { displayName: 'Ada Vega', email: 'ada.vega@agency.example' } : null),
      ...more,
    },
    { organisation: 'Agency', portalUrl: 'https://portal.example' },
  );
  return {
    notices: made,
    jobs: sent,
    async run() {
      await made.startDelivery();
      for (const { queue, data } of sent) await handlers.get(queue)?.(data as never); // sound: the queue's own data
    },
  };
}

const bound = {
  personId: person,
  kind: 'credential.bound',
  facts: { deviceName: 'Ada’s phone', credentialName: 'Work' },
} as const;

test('a binding is told by mail with a way to say "This wasn\'t me", and a repeated job mails once', async () => {
  const { notices: n, run } = notices(fileMailer(folder, 'lanyard@agency.example'));
  await db.tx((tx) => n.send(tx, bound));
  await run();
  await run();
  const files = readdirSync(folder);
  assert.equal(files.length, 1);
  const mail = await PostalMime.parse(readFileSync(join(folder, files[0] ?? '')));
  assert.equal(mail.to?.[0]?.address, 'ada.vega@agency.example');
  assert.match(mail.text ?? '', /This wasn't me/);
  assert.match(mail.text ?? '', /https:\/\/portal\.example\/activity/);
});

test('what stands in the place of an address is never taken for two', async () => {
  const own = mkdtempSync(join(tmpdir(), 'lanyard-mail-'));
  await fileMailer(own, 'x@agency.example').send({
    to: 'ada@agency.example, eve@elsewhere.example',
    subject: 's',
    text: 't',
    messageId: '<1@x>',
  });
  const mail = await PostalMime.parse(readFileSync(join(own, readdirSync(own)[0] ?? '')));
  rmSync(own, { recursive: true });
  assert.equal(
    mail.to?.some(({ address }) => address === 'eve@elsewhere.example'),
    false,
  );
});

test('a notice of an act that was rolled back is never sent', async () => {
  const { notices: n } = notices(fileMailer(folder, 'x@agency.example'));
  await assert.rejects(
    db.tx(async (tx) => {
      await n.send(tx, bound);
      throw new Error('the act failed');
    }),
  );
  const { rows } = await executeSql(db.pool, 'select count(*)::int as n from notices.notice');
  assert.deepEqual(rows, [{ n: 1 }]);
});

test('a real SMTP server receives it, and a refusal leaves the notice undelivered for the next try', async () => {
  const received: string[] = [];
  let refuse = true;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (d: Buffer) => (text += d.toString()));
      stream.on('end', () => {
        if (refuse) return done(new Error('later'));
        received.push(text);
        return done();
      });
    },
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  try {
    const { port } = server.server.address() as { port: number };
    const { notices: n, run } = notices(smtpMailer(`smtp://127.0.0.1:${port}`, 'lanyard@agency.example'));
    await db.tx((tx) => n.send(tx, bound));
    await assert.rejects(run());
    refuse = false;
    await run();
    assert.equal(received.length, 1);
    const mail = await PostalMime.parse(received[0] ?? '');
    assert.match(mail.subject ?? '', /^A derived credential was put on/);
  } finally {
    await new Promise<void>((closed) => server.close(() => closed()));
  }
});

test('who may decide an approval is led to it by mail, and reads there what it is', async () => {
  const own = mkdtempSync(join(tmpdir(), 'lanyard-mail-'));
  const { notices: n, run } = notices(fileMailer(own, 'lanyard@agency.example'));
  const facts = { approvalId: 'a-1', act: 'End all sessions', askedBy: 'Ben Okafor' };
  await db.tx((tx) => n.send(tx, { personId: person, kind: 'approval.asked', facts }));
  await run();
  const { subject, text = '' } = await PostalMime.parse(readFileSync(join(own, readdirSync(own)[0] ?? '')));
  rmSync(own, { recursive: true });
  assert.equal(subject, 'Your approval is asked for: End all sessions');
  assert.match(text, /Ben Okafor asks/);
  assert.match(text, /https:\/\/portal\.example\/admin\/approvals\/a-1\n/);
});

test('two processes that have one notice at once mail it once, and the second comes back for it', async () => {
  const [sending, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let mails = 0;
  const slow: Mailer = {
    async send() {
      if (++mails > 1) return;
      sending.resolve();
      await goOn.promise;
    },
  };
  const [one, other] = [notices(slow), notices(slow)];
  await db.tx((tx) => one.notices.send(tx, bound));
  other.jobs.push(...one.jobs);
  const first = one.run();
  await sending.promise;
  await assert.rejects(other.run(), /another process/);
  goOn.resolve();
  await first;
  await other.run();
  assert.equal(mails, 1);
});

test('a notice whose process died in the middle is mailed by another', async () => {
  const clock = new ManualClock();
  const [sending, wakes] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const dead = notices({ send: async () => (sending.resolve(), wakes.promise) }, { clock });
  await db.tx((tx) => dead.notices.send(tx, bound));
  const frozen = dead.run();
  await sending.promise;
  let mails = 0;
  const alive = notices({ send: async () => void mails++ }, { clock });
  alive.jobs.push(...dead.jobs);
  clock.advance(minutes(5));
  await alive.run();
  assert.equal(mails, 1);
  wakes.resolve();
  await frozen;
});
