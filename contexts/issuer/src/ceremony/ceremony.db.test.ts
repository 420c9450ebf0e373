import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { generateKeyPair, nodeDigest, nodeVerifier, softwareSigner } from '@lanyard/crypto';
import { days, systemRandom } from '@lanyard/kernel';
import { type Bytes, lintCrl, nameFrom, parseCertificate } from '@lanyard/pki';
import { type Bench, issueInput, startBench, STATUS_URL } from '../testing.ts';
import { type Judge, noOpenssl, openssl } from '../testing/openssl.ts';
import type { ImportInput } from '../types.ts';
import { createCeremony } from './create-ceremony.ts';
import type { Ceremony, CeremonyRoot, RevokedSerial } from './types.ts';

const actor = { kind: 'console', user: 'root' } as const;
const named = (value: string) =>
  nameFrom([
    { type: 'C', value: 'US' },
    { type: 'O', value: 'Agency' },
    { type: 'CN', value },
  ]);
const YEARS = 365;

let bench: Bench;
let judge: Judge;
let ceremony: Ceremony;
let root: CeremonyRoot;
const issuingKey = generateKeyPair('ec-p256');
let issuing: Bytes;

async function makeRoot(keyType: 'ec-p256' | 'ec-p384' | 'rsa-2048' | 'rsa-3072' | 'rsa-4096'): Promise<CeremonyRoot> {
  const signer = softwareSigner(generateKeyPair(keyType).pkcs8);
  const spec = { id: 'root', subject: named(`Root ${keyType}`), lifetimeDays: 20 * YEARS, signer };
  return { id: 'root', signer, certificate: await ceremony.root(spec) };
}
const makeCrl = (number: number, revoked: readonly RevokedSerial[] = [], validDays = 180): Promise<Bytes> =>
  ceremony.crl(root, { number, validDays, revoked });
const rootImport = (): ImportInput => ({
  id: 'root',
  kind: 'root',
  certificate: root.certificate,
  key: 'offline',
  actor,
});
const issuingImport = (changes: Partial<ImportInput> = {}): ImportInput => ({
  id: 'derived',
  kind: 'derived',
  parent: 'root',
  certificate: issuing,
  key: { pkcs8: issuingKey.pkcs8 },
  actor,
  ...changes,
});

before(async () => {
  bench = await startBench();
  judge = openssl(() => bench.clock.now());
  const ports = { clock: bench.clock, random: systemRandom, digest: nodeDigest, verifier: nodeVerifier };
  ceremony = createCeremony(ports, { statusUrl: STATUS_URL });
  root = await makeRoot('ec-p384');
  issuing = await ceremony.issuing(root, {
    subject: named('Issuing CA'),
    lifetimeDays: 10 * YEARS,
    spki: issuingKey.spki,
  });
});
after(async () => {
  judge.remove();
  await bench.close();
});

describe('openssl verifies an issuing authority under a root of every kind', { skip: noOpenssl }, () => {
  for (const keyType of ['ec-p256', 'ec-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096'] as const) {
    test(keyType, async () => {
      const made = await makeRoot(keyType);
      const leaf = await ceremony.issuing(made, { subject: named('CA'), lifetimeDays: 3650, spki: issuingKey.spki });
      const crl = await ceremony.crl(made, { number: 1, validDays: 180, revoked: [] });
      assert.match(await judge.verify(leaf, [made.certificate], [crl]), /leaf\.pem: OK/);
      assert.deepEqual(lintCrl(crl), []);
      const end = parseCertificate(made.certificate).notAfter.getUTCFullYear();
      assert.equal(end, keyType === 'rsa-2048' ? 2030 : 2046);
    });
  }
});

test("with another key at hand than the root's nothing is signed", async () => {
  const wrong = { ...root, signer: softwareSigner(generateKeyPair('ec-p384').pkcs8) };
  const spec = { subject: named('Other'), lifetimeDays: 9, spki: issuingKey.spki };
  await assert.rejects(async () => ceremony.issuing(wrong, spec), /not that of the root "root"/);
});

test('under an offline root nothing names an OCSP responder that there is not', () => {
  const methods = (parseCertificate(issuing).authorityInfoAccess ?? []).map((a) => a.location);
  assert.deepEqual(methods, [{ kind: 'uri', value: `${STATUS_URL}/ca/root.p7c` }]);
});

describe('what is wrong is not taken in', () => {
  test('an issuing authority before its root', async () => {
    await assert.rejects(bench.issuer.importAuthority(issuingImport()), { code: 'authority_unknown' });
  });

  test("a key that is another one, a certificate that is another parent's, one that is no CA, one without a key", async () => {
    await bench.issuer.importAuthority(rootImport());
    const elsewhere = await makeRoot('ec-p256');
    const other = await ceremony.issuing(elsewhere, {
      subject: named('Other'),
      lifetimeDays: 9,
      spki: issuingKey.spki,
    });
    for (const [changes, reason] of [
      [{ key: { pkcs8: generateKeyPair('ec-p256').pkcs8 } }, /not that of the certificate/],
      [{ certificate: other }, /names another issuer/],
      [{ key: 'offline' }, /only a root/],
      [{ parent: undefined }, /a root has no parent/],
      [{ certificate: root.certificate.slice(1) }, /./],
    ] as const) {
      await assert.rejects(
        bench.issuer.importAuthority(issuingImport(changes)),
        (error: { code: string; details: { reason: string } }) =>
          error.code === 'input_invalid' && reason.test(error.details.reason),
      );
    }
    const copied = await bench.issuer
      .importAuthority(issuingImport({ key: { tokenLabel: 'x' } }))
      .catch((e: { code: string }) => e.code);
    assert.equal(copied, 'issuer_unavailable');
  });
});

test('root, its CRL and an issuing authority come in; the authority issues, the root cannot', async () => {
  await bench.issuer.importAuthority(rootImport());
  assert.equal((await bench.issuer.importCrl('root', await makeCrl(1), actor)).number, 1);
  const made = await bench.issuer.importAuthority(issuingImport());
  assert.deepEqual([made.key, made.parent, made.chain[0]], ['sealed', 'root', root.certificate]);
  const { certificate, chain } = await bench.issuer.issue(issueInput());
  const crls = await Promise.all(
    ['root', 'derived'].map(async (id) => (await bench.issuer.crl(id))?.der ?? new Uint8Array()),
  );
  if (noOpenssl === false) {
    assert.match(await judge.verify(certificate, chain, crls), /leaf\.pem: OK/);
    assert.match(
      await judge.ocsp(bench.issuer, 'derived', certificate, chain),
      /leaf\.pem: good[\s\S]*Response verify OK/,
    );
  }
  await assert.rejects(bench.issuer.issue(issueInput({ authority: 'root' })), { code: 'issuer_unavailable' });
});

test('given again they change nothing; another of the name is a conflict', async () => {
  const again = await bench.another().importAuthority(issuingImport());
  assert.deepEqual(again.certificate.der, issuing);
  const renewed = await ceremony.issuing(root, {
    subject: named('Issuing CA'),
    lifetimeDays: 100,
    spki: issuingKey.spki,
  });
  await assert.rejects(bench.issuer.importAuthority(issuingImport({ certificate: renewed })), { code: 'conflict' });
});

test('jobs leave the CRL of the offline root alone, and alarm nobody while it is good', async () => {
  bench.clock.advance(days(30));
  assert.deepEqual(await bench.issuer.chores.publishDueCrls(), ['derived']);
  assert.deepEqual(await bench.issuer.chores.watchCrls(), []);
  await bench.issuer.chores.renewResponders();
  assert.equal((await bench.issuer.crl('root'))?.number, 1);
});

test("a month before the offline root's CRL ends, the alarm is raised once", async () => {
  bench.clock.advance(days(121));
  await bench.issuer.chores.publishDueCrls();
  assert.deepEqual(await bench.issuer.chores.watchCrls(), ['root']);
  assert.deepEqual(await bench.issuer.chores.watchCrls(), []);
});

test('a newer CRL replaces the old one, never the other way round, and revokes the authority for openssl', async () => {
  const [second, third] = [
    await makeCrl(2),
    await makeCrl(3, [
      { serial: parseCertificate(issuing).serial, at: bench.clock.now(), reason: 'cessationOfOperation' },
    ]),
  ];
  await bench.issuer.importCrl('root', third, actor);
  await assert.rejects(bench.issuer.importCrl('root', second, actor), { code: 'conflict' });
  assert.equal((await bench.issuer.importCrl('root', third, actor)).number, 3);
  if (noOpenssl === false) {
    const { certificate, chain } = await bench.issuer.issue(issueInput());
    await bench.issuer.publishCrl('derived');
    const crls = await Promise.all(
      ['root', 'derived'].map(async (id) => (await bench.issuer.crl(id))?.der ?? new Uint8Array()),
    );
    assert.match(await judge.verify(certificate, chain, crls), /certificate revoked/);
  }
});

test('a CRL of another key, of yesterday, or for an authority that makes its own is refused', async () => {
  const forged = await ceremony.crl(await makeRoot('ec-p384'), { number: 9, validDays: 9, revoked: [] });
  const late = await makeCrl(9, [], 1);
  bench.clock.advance(days(2));
  for (const [id, crl, reason] of [
    ['root', forged, /not signed by the authority/],
    ['root', late, /out of date/],
    ['derived', late, /are made here/],
    ['root', late.slice(2), /./],
  ] as const)
    await assert.rejects(
      bench.issuer.importCrl(id, crl, actor),
      (error: { code: string; details: { reason: string } }) =>
        error.code === 'input_invalid' && reason.test(error.details.reason),
    );
});
