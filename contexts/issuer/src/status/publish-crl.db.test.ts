import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { days } from '@lanyard/kernel';
import { fromHex, lintCrl, parseCrl } from '@lanyard/pki';
import { crlOf, publishCrlRow } from '../pg/crls.ts';
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
  const row = await crlOf(bench.db.pool, 'derived');
  assert.ok(row);
  await publishCrlRow(bench.db.pool, { ...row, number: row.number - 1, etag: '"old"' });
  assert.equal((await bench.issuer.crl('derived'))?.etag, row.etag);
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
