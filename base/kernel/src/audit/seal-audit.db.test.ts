import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { ManualClock } from '../clock.ts';
import { openDb, type Db } from '../db.ts';
import { masterKey } from '../secrets/master-key.ts';
import { freshDatabase } from '../testing.ts';
import { countsBehind, type Checkpoint } from './audit-chain.ts';
import { loadAuditKey, type AuditKey } from './audit-key.ts';
import { recordAudit } from './record-audit.ts';
import { adoptRestoredRows, sealAudit } from './seal-audit.ts';
import { readChain, readCheckpoints, verifyAudit, type ExportedLink } from './verify-audit.ts';

const clock = new ManualClock();
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let db: Db;
let key: AuditKey;
before(async () => {
  fresh = await freshDatabase();
  db = openDb(fresh);
  key = await loadAuditKey(db.pool, masterKey(new Uint8Array(32).fill(7)));
});
after(async () => {
  await db.close();
  await fresh.drop();
});

const entry = (act: string) =>
  ({ act, outcome: 'done', actor: { kind: 'system', part: 'test' }, details: { n: 1, text: 'ü;3:' } }) as const;
const seal = () => sealAudit({ db, clock, key, counts: async () => ({ 'serials:derived': 3 }) });
/** A transaction of another suite on the same server may hold rows back for a moment. */
const sealAll = async (acts: string[]) => {
  for (let tries = 0; tries < 200; tries++) {
    await seal();
    const links = await collect();
    if (acts.every((act) => links.some((l) => l.act === act))) return;
    await setTimeout(10);
  }
  assert.fail(`${acts.join(', ')} were not sealed within two seconds`);
};
const collect = async () => {
  const links: ExportedLink[] = [];
  for await (const link of readChain(db)) links.push(link);
  return links;
};
async function* each(links: ExportedLink[]) {
  yield* links;
}

test('rows of finished transactions are chained, and the checkpoint proves them offline', async () => {
  await db.tx((tx) => recordAudit(tx, entry('a.one'), clock.now()));
  await db.tx((tx) => recordAudit(tx, entry('a.two'), clock.now()));
  await sealAll(['a.one', 'a.two']);
  const checkpoints = await readCheckpoints(db);
  const last = JSON.parse(checkpoints.at(-1)?.statement ?? '{}') as Checkpoint;
  assert.equal(last.position, 2);
  assert.deepEqual(await verifyAudit(readChain(db), checkpoints, key.publicKey), {
    ok: true,
    rows: 2,
    checkpoints: checkpoints.length,
    lastAt: clock.now().toISOString(),
  });
});

test('a row of a transaction that is still running is left for the next time, and none is lost', async () => {
  let finish = () => {};
  let written = () => {};
  const wrote = new Promise<void>((r) => (written = r));
  const running = db.tx(async (tx) => {
    await recordAudit(tx, entry('slow'), clock.now());
    written();
    await new Promise<void>((r) => (finish = r));
  });
  await wrote;
  await db.tx((tx) => recordAudit(tx, entry('quick'), clock.now()));
  await seal();
  assert.ok(!(await collect()).some((l) => l.act === 'slow' || l.act === 'quick'));
  finish();
  await running;
  await sealAll(['slow', 'quick']);
  const acts = (await collect()).map((l) => l.act);
  assert.deepEqual(acts.slice(-2).sort(), ['quick', 'slow']);
});

test('two sealers at once chain every row once', async () => {
  for (let i = 0; i < 20; i++) await db.tx((tx) => recordAudit(tx, entry(`many.${i}`), clock.now()));
  await Promise.all([seal(), seal(), seal()]);
  await sealAll(['many.19']);
  const links = await collect();
  assert.equal(new Set(links.map((l) => l.id)).size, links.length);
  assert.equal((await verifyAudit(each(links), await readCheckpoints(db), key.publicKey)).ok, true);
});

test('a changed, removed, added, reordered or cut log is told from the true one', async () => {
  const links = await collect();
  const checkpoints = await readCheckpoints(db);
  const verdict = (changed: ExportedLink[]) => verifyAudit(each(changed), checkpoints, key.publicKey);
  const first = links[0];
  assert.ok(first);
  assert.equal((await verdict([{ ...first, act: 'a.other' }, ...links.slice(1)])).ok, false);
  assert.equal((await verdict(links.slice(1))).ok, false);
  assert.equal((await verdict(links.slice(0, -1))).ok, false);
  assert.equal(
    (await verdict([...links.slice(1, 2), first, ...links.slice(2)].map((l, i) => ({ ...l, position: i + 1 })))).ok,
    false,
  );
  const forged = checkpoints.map((c) => ({ ...c, statement: c.statement.replace('"hash":"', '"hash":"0') }));
  assert.equal((await verifyAudit(each(links), forged, key.publicKey)).ok, false);
});

test('counts lower than the checkpoint tell a database that was put back', () => {
  const checkpoint = { position: 9, hash: '', at: '', counts: { 'serials:derived': 3, 'crl:derived': 8 } };
  assert.deepEqual(countsBehind(checkpoint, { 'serials:derived': 3, 'crl:derived': 7 }), ['crl:derived']);
  assert.deepEqual(countsBehind(checkpoint, { 'serials:derived': 4, 'crl:derived': 8 }), []);
});

test('a restored dump with transaction numbers of another cluster is sealed all the same', async () => {
  await sql`insert into kernel.audit (xid, at, act, outcome, actor) values ('999999999999', now(), 'restored', 'done', '{"kind":"system","part":"x"}')`.execute(
    db.pool,
  );
  await adoptRestoredRows(db);
  await sealAll(['restored']);
});
