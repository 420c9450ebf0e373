import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { days, isLanyardError } from '@lanyard/kernel';
import { anchorFrom, buildAndValidatePath, nameFrom, OID, parseCertificate, parseCrl } from '@lanyard/pki';
import { nodeDigest, nodeVerifier } from '@lanyard/crypto';
import { makeAuthorities, startBench, type Bench } from '../testing.ts';

let bench: Bench;
const UNTIL = new Date('2029-11-01T00:00:00Z');

before(async () => {
  bench = await startBench();
  await makeAuthorities(bench.issuer);
});
after(() => bench.close());

test('a content signer is certified for that alone, and outlives the card that it signs', async () => {
  const { certificate, signer } = await bench.issuer.contentSigner('derived', UNTIL);
  assert.deepEqual(certificate.extendedKeyUsage, [OID.pivContentSigning]);
  assert.deepEqual([...(certificate.keyUsage ?? [])], ['digitalSignature']);
  assert.deepEqual(signer.spki, certificate.spki);
  assert.ok(certificate.notAfter >= UNTIL);
});

test('our own validator takes its certificate for that purpose, with the status of each certificate', async () => {
  const { certificate, chain } = await bench.issuer.contentSigner('derived', UNTIL);
  const certificates = chain.map((der) => parseCertificate(der));
  const [root] = certificates.slice(-1);
  const crls = await Promise.all(['derived', 'root'].map(async (id) => (await bench.issuer.crl(id))?.der));
  const input = {
    certificate,
    intermediates: certificates,
    anchors: [anchorFrom(root ?? assert.fail('no root'))],
    at: bench.clock.now(),
    purpose: { extendedKeyUsage: [OID.pivContentSigning] },
    revocation: { mode: 'require' as const, crls: crls.flatMap((crl) => (crl ? [parseCrl(crl)] : [])) },
  };
  const judged = await buildAndValidatePath(input, { verifier: nodeVerifier, digest: nodeDigest });
  assert.ok(judged.accepted, JSON.stringify(judged));
});

test('of many processes that miss one at once one makes it, and the others say that they cannot yet', async () => {
  const subject = nameFrom([{ type: 'CN', value: 'Second Derived CA' }]);
  const spec = {
    id: 'second',
    kind: 'derived',
    parent: 'root',
    subject,
    keyType: 'ec-p256',
    lifetimeDays: 3000,
  } as const;
  await bench.issuer.createAuthority(spec);
  const processes = Array.from({ length: 8 }, () => bench.another());
  const ask = () => Promise.allSettled(processes.map((issuer) => issuer.contentSigner('second', UNTIL)));
  for (const asked of await ask())
    if (asked.status === 'rejected')
      assert.ok(isLanyardError(asked.reason, 'issuer_unavailable'), String(asked.reason));
  const serials = (await ask()).map((asked) => asked.status === 'fulfilled' && asked.value.certificate.serial);
  assert.equal(new Set(serials).size, 1);
  assert.ok(serials[0]);
});

test('a key signs for three years, and its successor goes on', async () => {
  const before = await bench.issuer.contentSigner('derived', UNTIL);
  bench.clock.advance(days(3 * 365 + 1));
  const next = await bench.issuer.contentSigner('derived', UNTIL);
  assert.notEqual(next.certificate.serial, before.certificate.serial);
  assert.ok(before.certificate.notAfter.getTime() - bench.clock.now().getTime() > days(2 * 365));
});

test('SP 800-73-5 pt2 §4.1.5 an authority has a signer for each curve, and neither stands in for the other', async () => {
  const [first, other] = [
    await bench.issuer.contentSigner('second', UNTIL),
    await bench.issuer.contentSigner('second', UNTIL, 'ec-p384'),
  ];
  assert.deepEqual([first.signer.algorithm, other.signer.algorithm], ['ecdsa-p256-sha256', 'ecdsa-p384-sha384']);
  const again = bench.another();
  assert.equal((await again.contentSigner('second', UNTIL, 'ec-p384')).certificate.serial, other.certificate.serial);
  assert.equal((await again.contentSigner('second', UNTIL)).certificate.serial, first.certificate.serial);
});
