import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { days, executeSql, hours } from '@lanyard/kernel';
import { fromHex, lintCrl, parseCrl } from '@lanyard/pki';
import { openCrlSnapshot } from '../pg/crl-snapshot.ts';
import { publishCrlRow } from '../pg/crls.ts';
import { type Bench, issueInput, makeAuthorities, startBench } from '../testing.ts';

let bench: Bench;
before(async () => {
  bench = await startBench();
  await makeAuthorities(bench.issuer);
});
after(() => bench.close());

test('CRLs made at the same moment have different numbers, and the highest stays', async () => {
  const processes = [bench.issuer, bench.another(), bench.another(), bench.another()];
  const made = await Promise.all(processes.map((p) => p.publishCrl('derived')));
  const numbers = made.map((crl) => crl.number);
  assert.equal(new Set(numbers).size, 4);
  assert.equal((await bench.issuer.crl('derived'))?.number, Math.max(...numbers));
});

test('one that comes late does not replace a newer one', async () => {
  const inForce = await bench.issuer.crl('derived');
  assert.ok(inForce);
  const { der, number, thisUpdate: this_update, nextUpdate: next_update } = inForce;
  const late = {
    authority_id: 'derived',
    number: number - 1,
    generation: 0,
    der,
    etag: '"old"',
    this_update,
    next_update,
  };
  assert.equal(await publishCrlRow(bench.db.pool, late), false);
  assert.equal((await bench.issuer.crl('derived'))?.etag, inForce.etag);
});

test('a CRL is as RFC 5280 wants it, and ends 36 hours after it began', async () => {
  const crl = await bench.issuer.publishCrl('derived');
  assert.deepEqual(
    lintCrl(crl.der).filter((f) => f.severity === 'error'),
    [],
  );
  assert.equal(crl.nextUpdate.getTime() - crl.thisUpdate.getTime(), 36 * 3_600_000);
});

test('an entry carries its reason and the moment from which the key was suspect', async () => {
  const { sha256, serial } = await bench.issuer.issue(issueInput());
  const invalidityDate = new Date('2026-11-20T08:00:00Z');
  await bench.db.tx((tx) => bench.issuer.revoke(tx, { sha256, reason: 'keyCompromise', invalidityDate }));
  const [entry] = parseCrl((await bench.issuer.publishCrl('derived')).der).find(fromHex(serial));
  assert.deepEqual([entry?.reason, entry?.invalidityDate], ['keyCompromise', invalidityDate]);
});

test('a revoked certificate leaves the CRL a week after it would have ended', async () => {
  const { sha256, serial } = await bench.issuer.issue(issueInput({ notAfter: new Date('2026-12-01T00:00:00Z') }));
  await bench.db.tx((tx) => bench.issuer.revoke(tx, { sha256, reason: 'superseded' }));
  const listed = async () => parseCrl((await bench.issuer.publishCrl('derived')).der).find(fromHex(serial)).length;
  bench.clock.advance(days(15));
  assert.equal(await listed(), 1);
  bench.clock.advance(days(1));
  assert.equal(await listed(), 0);
});

test('an authority whose key cannot be opened does not keep the others waiting', async () => {
  bench.clock.advance(days(1));
  const broken = bench.another({
    keys: {
      ...bench.ports.keys,
      signer: () => {
        throw new Error('no key');
      },
    },
  });
  assert.deepEqual(await broken.chores.publishDueCrls(), []);
  assert.deepEqual(await bench.issuer.chores.publishDueCrls(), ['derived', 'root']);
});

test('the alarm is raised once for a CRL an hour past its interval, and again for a later one', async () => {
  await bench.issuer.publishCrl('derived');
  await bench.issuer.publishCrl('root');
  bench.clock.advance(hours(13));
  assert.deepEqual(await bench.issuer.chores.watchCrls(), []);
  bench.clock.advance(1_000);
  assert.deepEqual([...(await bench.issuer.chores.watchCrls())].sort(), ['derived', 'root']);
  assert.deepEqual(await bench.another().chores.watchCrls(), []);
  const { rows } = await executeSql(
    bench.db.pool,
    "select object from kernel.audit where act = 'crl.overdue' order by object",
  );
  assert.deepEqual(rows, [{ object: 'derived' }, { object: 'root' }]);
  await bench.issuer.publishCrl('derived');
  bench.clock.advance(hours(14));
  assert.deepEqual(await bench.issuer.chores.watchCrls(), ['derived']);
});

test('a list of many pages is whole, in order, and read by every process in pieces', async () => {
  await manyRevoked(23_456);
  const { der } = await bench.issuer.publishCrl('derived');
  const read = await bench.another().crl('derived');
  assert.ok(read && Buffer.from(der).equals(read.der));
  const crl = parseCrl(read.der);
  assert.ok(crl.entryCount >= 23_456);
  const serials = Array.from(crl.entries(), (entry) => entry.serial);
  assert.deepEqual(serials, serials.toSorted());
});

test('what is revoked while a list is read is on the next one, and the generation says so', async () => {
  const { sha256, serial } = await bench.issuer.issue(issueInput());
  const now = () => bench.clock.now();
  const bounds = { authorityId: 'derived', endedAfter: () => new Date(0), resumedSince: null };
  const snapshot = await openCrlSnapshot(bench.db.pool, now, bounds);
  const pages = snapshot.pages();
  const first = await pages.next();
  await bench.db.tx((tx) => bench.issuer.revoke(tx, { sha256, reason: 'superseded' }));
  const seen = [...(first.value ?? [])];
  for await (const rows of pages) seen.push(...rows);
  assert.ok(!seen.some((row) => row.serial === serial));
  assert.ok((await bench.issuer.chores.publishDueCrls()).includes('derived'));
  assert.equal(parseCrl((await bench.issuer.crl('derived'))?.der ?? new Uint8Array()).find(fromHex(serial)).length, 1);
});

test('a reading that is broken off gives its lock back', async () => {
  const bounds = { authorityId: 'derived', endedAfter: () => new Date(0), resumedSince: null };
  const snapshot = await openCrlSnapshot(bench.db.pool, () => bench.clock.now(), bounds);
  for await (const _rows of snapshot.pages()) break;
  assert.ok(await bench.issuer.publishCrl('derived'));
});

async function manyRevoked(n: number): Promise<void> {
  await executeSql(
    bench.db.pool,
    `insert into issuer.certificate (id, authority_id, serial, reference, profile, state, spki_sha256, key_once, not_after,
       reserved_at, lease_until, closed_at)
     select gen_random_uuid(), 'derived', '5' || substr(md5(i::text), 2), 'many/' || i, 'signature', 'closed', '\\x00', false, $1, $2, $2, $2
     from generate_series(1, $3::int) i`,
    [new Date('2029-01-01T00:00:00Z'), bench.clock.now(), n],
  );
}
