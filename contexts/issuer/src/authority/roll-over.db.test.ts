import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { days, executeSql, minutes } from '@lanyard/kernel';
import { nameToString, parseCertificate } from '@lanyard/pki';
import { makeAuthorities, startBench, type Bench, issueInput } from '../testing.ts';
import { type Judge, noOpenssl, openssl } from '../testing/openssl.ts';
import type { Authority, Issued } from '../types.ts';
import { authorityBook } from './authority-book.ts';
import { lineCertificates } from './line-certificates.ts';

let bench: Bench;
let judge: Judge;
let old: Issued;
let successor: Authority;
const input = issueInput();

const crls = async () =>
  await Promise.all(
    (await bench.issuer.authorities()).map(async ({ id }) => {
      const crl = await bench.issuer.crl(id);
      assert.ok(crl, id);
      return crl.der;
    }),
  );
const issuerOf = ({ certificate }: Issued) => nameToString(parseCertificate(certificate).issuer);

before(async () => {
  bench = await startBench();
  judge = openssl(() => bench.clock.now());
  await makeAuthorities(bench.issuer);
  old = await bench.issuer.issue(input);
});
after(async () => {
  judge.remove();
  await bench.close();
});

test('a successor has a key, a name and an id of its own, and the parent of the one before it', async () => {
  const from = new Date(bench.clock.now().getTime() + days(7));
  const spec = { line: 'derived', keyType: 'ec-p384', lifetimeDays: 3650, activeFrom: from } as const;
  successor = await bench.issuer.rollOver(spec);
  assert.deepEqual([successor.id, successor.line, successor.parent], ['derived-2', 'derived', 'root']);
  assert.equal(nameToString(successor.certificate.subject), 'CN=Test Derived CA 2,O=Test Agency,C=US');
  assert.equal(successor.certificate.publicKey.kind, 'ec');
});

test('ordered again for the one that it follows, it is answered, and no third one is made', async () => {
  const again = await bench.issuer.rollOver({ line: 'derived', successorOf: 'derived', lifetimeDays: 3650 });
  assert.equal(again.id, 'derived-2');
  const rows = await executeSql(bench.db.pool, `select id from issuer.authority where line = 'derived' order by id`);
  assert.deepEqual(rows.rows, [{ id: 'derived' }, { id: 'derived-2' }]);
});

test('until its day the line issues under the old one, from then on under the new one, in every process', async () => {
  const other = bench.another();
  assert.equal(issuerOf(await other.issue(issueInput())), 'CN=Test Derived CA,O=Test Agency,C=US');
  bench.clock.advance(days(7));
  for (const issuer of [bench.issuer, other]) {
    const issued = await issuer.issue(issueInput());
    assert.equal(issuerOf(issued), 'CN=Test Derived CA 2,O=Test Agency,C=US');
    assert.deepEqual(issued.chain[0], successor.certificate.der);
  }
});

test('asked again for a reference of before, it answers the certificate of before with its own chain', async () => {
  const again = await bench.issuer.issue(input);
  assert.deepEqual([again.sha256, again.chain], [old.sha256, old.chain]);
});

test('both count as our own, and each can still be asked for by its id', async () => {
  const [fresh, named] = [
    await bench.issuer.issue(issueInput()),
    await bench.issuer.issue(issueInput({ authority: 'derived-2' })),
  ];
  for (const { certificate } of [old, fresh, named])
    assert.equal(await bench.issuer.isOwn(parseCertificate(certificate)), true);
  assert.equal(issuerOf(named), issuerOf(fresh));
});

test('who enrols is told of both, the newest first, and of the root once', async () => {
  const told = await lineCertificates(authorityBook(bench.ports), 'derived');
  assert.deepEqual(
    told.map((der) => nameToString(parseCertificate(der).subject).split(',')[0]),
    ['CN=Test Derived CA 2', 'CN=Test Derived CA', 'CN=Test Root CA'],
  );
});

describe('openssl as relying party during the overlap', { skip: noOpenssl }, () => {
  let fresh: Issued;
  before(async () => {
    fresh = await bench.issuer.issue(issueInput());
    bench.clock.advance(minutes(1));
    for (const id of ['root', 'derived', 'derived-2']) await bench.issuer.publishCrl(id);
  });

  test('accepts certificates of both, with every CRL and by OCSP', async () => {
    for (const [authority, issued] of [
      ['derived', old],
      ['derived-2', fresh],
    ] as const) {
      assert.match(await judge.verify(issued.certificate, issued.chain, await crls()), /leaf\.pem: OK/);
      const answer = await judge.ocsp(bench.issuer, authority, issued.certificate, issued.chain);
      assert.match(answer, /leaf\.pem: good[\s\S]*Response verify OK/);
    }
  });

  test('a revocation shows in the list and the answers of the authority that issued, old or new', async () => {
    for (const [authority, issued] of [
      ['derived', old],
      ['derived-2', fresh],
    ] as const) {
      await bench.db.tx((tx) => bench.issuer.revoke(tx, { sha256: issued.sha256, reason: 'keyCompromise' }));
      bench.clock.advance(minutes(1));
      await bench.issuer.chores.publishDueCrls();
      assert.match(await judge.verify(issued.certificate, issued.chain, await crls()), /certificate revoked/);
      assert.match(
        await judge.ocsp(bench.issuer, authority, issued.certificate, issued.chain),
        /leaf\.pem: revoked[\s\S]*Response verify OK/,
      );
    }
  });
});

test('an interrupted rollover is finished with the same key, and makes no third one', async () => {
  const failing = bench.another({
    fault: (step) => {
      if (step === 'issuer.signed') throw new Error('stopped');
    },
  });
  await assert.rejects(failing.rollOver({ line: 'derived', lifetimeDays: 3000 }), /stopped/);
  const third = await bench.issuer.rollOver({ line: 'derived', lifetimeDays: 3000 });
  assert.equal(third.id, 'derived-3');
  assert.equal(nameToString(third.certificate.subject), 'CN=Test Derived CA 3,O=Test Agency,C=US');
  assert.equal(issuerOf(await bench.issuer.issue(issueInput())), 'CN=Test Derived CA 3,O=Test Agency,C=US');
});

test('a root is not rolled over: its successor is a new trust anchor', async () => {
  await assert.rejects(bench.issuer.rollOver({ line: 'root', lifetimeDays: 3650 }), { code: 'input_invalid' });
  await assert.rejects(bench.issuer.rollOver({ line: 'absent', lifetimeDays: 3650 }), { code: 'authority_unknown' });
});
