import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bytes, ext, lintTbsCertificate, OID, parsePublicKey, tbsLinter } from '../index.ts';
import { authority, subscriber, subscriberExtensions } from '../testing/samples.ts';
import { authorityRules } from './authority-profiles.ts';

const ca = await authority();
const leaf = await subscriber(ca);
const { tbs, spki } = leaf.certificate;
const { algorithm } = ca.signer;
const key = parsePublicKey(spki);

/** Every octet changed in turn, the one before undone. */
function* altered(octets: Bytes): Generator<Bytes> {
  for (let at = 0; at < octets.length; at++) {
    const copy = octets.slice();
    copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8));
    yield copy;
  }
}

test('what a linter remembers of one certificate changes nothing in what it finds in the next', () => {
  const linter = tbsLinter(algorithm, authorityRules);
  let different = 0;
  for (const changed of altered(tbs)) {
    linter(tbs, key);
    const expected = lintTbsCertificate(changed, algorithm, authorityRules);
    assert.deepEqual(linter(changed, key), expected);
    if (expected[0]?.rule !== 'parse') different++;
  }
  assert.ok(different > 100);
});

test('octets that their maker changes after they were linted do not reach what comes next', async () => {
  const extensions = await subscriberExtensions(ca, spki);
  const other = await subscriber(ca, 'ec-p256', {
    extensions: extensions.map((e) => (e.oid === OID.keyUsage ? ext.keyUsage(['digitalSignature', 'cRLSign']) : e)),
  });
  const linter = tbsLinter(algorithm);
  const mine = tbs.slice();
  linter(mine);
  mine.set(other.certificate.tbs.subarray(0, mine.length));
  assert.deepEqual(linter(other.certificate.tbs), lintTbsCertificate(other.certificate.tbs, algorithm));
});

test('the algorithm inside is the one that will sign', () => {
  const [finding] = tbsLinter('ecdsa-p384-sha384')(tbs);
  assert.equal(finding?.rule, 'parse');
  assert.match(finding.message, /certificate_algorithm/);
});
