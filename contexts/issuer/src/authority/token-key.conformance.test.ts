// Authorities whose keys are in SoftHSM, a PKCS #11 module that nobody here wrote, with openssl as the relying party.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { nodeDigest, nodeVerifier } from '@lanyard/crypto';
import { minutes, systemRandom } from '@lanyard/kernel';
import { type Bytes, nameFrom, parseCertificate, parseCrl } from '@lanyard/pki';
import { openToken, type Token } from '@lanyard/pkcs11';
import { noSoftHsm, type SoftHsm, softHsm } from '@lanyard/pkcs11/testing';
import { createCeremony } from '../ceremony/create-ceremony.ts';
import type { Issuer } from '../issuer.ts';
import type { TokenKeys } from '../ports.ts';
import { type Bench, issueInput, startBench, STATUS_URL } from '../testing.ts';
import { type Judge, noOpenssl, openssl } from '../testing/openssl.ts';

const KINDS = ['ec-p256', 'ec-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096'] as const;
const named = (value: string) =>
  nameFrom([
    { type: 'O', value: 'Test Agency' },
    { type: 'CN', value },
  ]);

describe('authorities with keys in a PKCS #11 token', { skip: noSoftHsm || noOpenssl }, () => {
  let bench: Bench;
  let hsm: SoftHsm;
  let token: Token;
  let issuer: Issuer;
  let judge: Judge;

  const crlOf = async (id: string): Promise<Bytes> => {
    const crl = await issuer.crl(id);
    assert.ok(crl);
    return crl.der;
  };
  const crlsOf = (id: string): Promise<Bytes[]> => Promise.all([crlOf(id), crlOf('root')]);

  before(async () => {
    bench = await startBench();
    hsm = softHsm();
    token = openToken({ module: hsm.module, token: hsm.token, pin: () => Promise.resolve(hsm.pin) });
    const tokenKeys: TokenKeys = { ...token, holds: (line) => line !== 'sealed' };
    issuer = bench.another({ tokenKeys });
    judge = openssl(() => bench.clock.now());
    const root = { id: 'root', kind: 'root', subject: named('Token Root CA'), keyType: 'ec-p384' } as const;
    await issuer.createAuthority({ ...root, lifetimeDays: 7300 });
  });
  after(async () => {
    await token.close();
    hsm.remove();
    judge.remove();
    await bench.close();
  });

  for (const keyType of KINDS) {
    test(`${keyType}: certificates, CRLs and delegated OCSP responders, as openssl sees them`, async () => {
      const id = `ca-${keyType}`;
      const subject = named(`Token CA ${keyType}`);
      const made = await issuer.createAuthority({
        id,
        kind: 'derived',
        parent: 'root',
        subject,
        keyType,
        lifetimeDays: 3650,
      });
      assert.equal(made.key, 'token');
      const { certificate, chain, sha256 } = await issuer.issue(issueInput({ authority: id }));
      assert.match(await judge.verify(certificate, chain, await crlsOf(id)), /leaf\.pem: OK/);
      assert.match(await judge.ocsp(issuer, id, certificate, chain), /leaf\.pem: good[\s\S]*Response verify OK/);
      await bench.db.tx((tx) => issuer.revoke(tx, { sha256, reason: 'superseded' }));
      bench.clock.advance(minutes(1));
      await issuer.publishCrl(id);
      assert.match(await judge.verify(certificate, chain, await crlsOf(id)), /certificate revoked/);
    });
  }

  test('nothing of the key is in the database', async () => {
    const { authority } = await keyColumns(bench, 'ca-ec-p256');
    assert.equal(authority.sealed_key, null);
    assert.match(authority.token_label ?? '', /^lanyard ca-ec-p256 [0-9a-f-]{36}$/);
  });

  test('a line that the token does not hold has its key sealed here, under a root in the token', async () => {
    const spec = {
      id: 'sealed',
      kind: 'card',
      parent: 'root',
      subject: named('Sealed CA'),
      keyType: 'ec-p256',
    } as const;
    assert.equal((await issuer.createAuthority({ ...spec, lifetimeDays: 3650 })).key, 'sealed');
  });

  test('pulled out: issuer_unavailable, one number given up at most, nothing issued; OCSP goes on; put back: it goes on', async () => {
    const authority = 'ca-ec-p256';
    const before = await counts(bench, authority);
    const good = await issuer.issue(issueInput({ authority }));
    hsm.pull();
    const wanted = issueInput({ authority });
    for (let n = 0; n < 5; n += 1) await assert.rejects(issuer.issue(wanted), { code: 'issuer_unavailable' });
    await assert.rejects(issuer.publishCrl(authority), { code: 'issuer_unavailable' });
    await assert.rejects(
      issuer.createAuthority({
        id: 'x',
        kind: 'card',
        parent: 'root',
        subject: named('X'),
        keyType: 'ec-p256',
        lifetimeDays: 9,
      }),
      { code: 'issuer_unavailable' },
    );
    // The responder's own key is not in the token: what was issued can still be asked for.
    assert.match(await judge.ocsp(issuer, authority, good.certificate, good.chain), /leaf\.pem: good/);
    const away = await counts(bench, authority);
    assert.deepEqual([away.issued - before.issued, away.closed - before.closed, away.open], [1, 1, 0]);
    assert.deepEqual(await issuer.chores.publishDueCrls(), []);

    hsm.plug();
    const issued = await issuer.issue(wanted);
    bench.clock.advance(minutes(1));
    assert.deepEqual(await issuer.chores.publishDueCrls(), [authority]);
    assert.match(await judge.verify(issued.certificate, issued.chain, await crlsOf(authority)), /leaf\.pem: OK/);
    // The number that was given up counts as revoked.
    assert.equal(parseCrl(await crlOf(authority)).entryCount, 2);
  });

  test('without the token configured, or with another key under the label, nothing is signed', async () => {
    await assert.rejects(bench.another().issue(issueInput({ authority: 'ca-ec-p256' })), {
      code: 'issuer_unavailable',
    });
    const { authority } = await keyColumns(bench, 'ca-ec-p384');
    const label = authority.token_label ?? '';
    await token.destroy(label);
    await token.generate('ec-p384', label);
    const fresh = bench.another({ tokenKeys: { ...token, holds: () => true } });
    await assert.rejects(fresh.issue(issueInput({ authority: 'ca-ec-p384' })), { code: 'issuer_unavailable' });
  });

  test('an authority whose key a ceremony made in the token comes in by its label, and no other key does', async () => {
    const ports = { clock: bench.clock, random: systemRandom, digest: nodeDigest, verifier: nodeVerifier };
    const ceremony = createCeremony(ports, { statusUrl: STATUS_URL });
    const keys = {
      root: await token.generate('ec-p384', 'offline root'),
      ca: await token.generate('ec-p256', 'its CA'),
    };
    const signer = token.signer('offline root', keys.root);
    const certificate = await ceremony.root({ id: 'away', subject: named('Away'), lifetimeDays: 7300, signer });
    const root = { id: 'away', certificate, signer };
    const ca = await ceremony.issuing(root, { subject: named('Its CA'), lifetimeDays: 3650, spki: keys.ca });
    const actor = { kind: 'console', user: 'root' } as const;
    await issuer.importAuthority({ id: 'away', kind: 'root', certificate, key: 'offline', actor });
    const crl = await ceremony.crl(root, { number: 1, validDays: 180, revoked: [] });
    await issuer.importCrl('away', crl, actor);
    const spec = { id: 'its-ca', kind: 'derived', parent: 'away', certificate: ca, actor } as const;
    const wrong = issuer.importAuthority({ ...spec, key: { tokenLabel: 'offline root' } });
    await assert.rejects(wrong, { code: 'issuer_unavailable' });
    assert.equal((await issuer.importAuthority({ ...spec, key: { tokenLabel: 'its CA' } })).key, 'token');
    const issued = await issuer.issue(issueInput({ authority: 'its-ca' }));
    assert.match(await judge.verify(issued.certificate, issued.chain, [await crlOf('its-ca'), crl]), /leaf\.pem: OK/);
  });

  test('a successor in the token follows one that is sealed', async () => {
    const moving = bench.another({ tokenKeys: { ...token, holds: () => true } });
    const successor = await moving.rollOver({ line: 'sealed', lifetimeDays: 3000 });
    assert.deepEqual([successor.id, successor.key], ['sealed-2', 'token']);
    const { certificate } = await moving.issue(issueInput({ authority: 'sealed' }));
    assert.match(
      parseCertificate(certificate)
        .issuer.rdns.flat()
        .map((a) => a.value)
        .join(),
      /Sealed CA 2/,
    );
  });
});

async function keyColumns(bench: Bench, id: string) {
  const row = bench.db.pool.withTables<{
    'issuer.authority': { id: string; sealed_key: Buffer | null; token_label: string | null };
  }>();
  return {
    authority: await row.selectFrom('issuer.authority').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  };
}

async function counts(bench: Bench, authority: string) {
  const table = bench.db.pool.withTables<{ 'issuer.certificate': { authority_id: string; state: string } }>();
  const rows = await table
    .selectFrom('issuer.certificate')
    .select('state')
    .where('authority_id', '=', authority)
    .execute();
  const of = (state: string): number => rows.filter((row) => row.state === state).length;
  return { issued: of('issued'), closed: of('closed'), open: of('reserved') + of('intent') };
}
