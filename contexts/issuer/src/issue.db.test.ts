import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generateKeyPair } from '@lanyard/crypto';
import { parseCertificate, uuidOf, upnsOf } from '@lanyard/pki';
import { type Bench, issueInput, makeAuthorities, startBench } from './testing.ts';

let bench: Bench;
before(async () => {
  bench = await startBench();
  await makeAuthorities(bench.issuer);
});
after(() => bench.close());

test('a derived authentication certificate says what worksheet 10 asks for', async () => {
  const issued = await bench.issuer.issue(issueInput());
  const certificate = parseCertificate(issued.certificate);
  assert.deepEqual([...(certificate.keyUsage ?? [])], ['digitalSignature']);
  assert.deepEqual(upnsOf(certificate), ['ada@agency.example']);
  assert.match(uuidOf(certificate) ?? '', /^[0-9a-f-]{36}$/);
  assert.equal(issued.chain.length, 2);
  assert.equal(issued.serial, certificate.serial);
});

test('the same reference and key answer the certificate that is there', async () => {
  const input = issueInput();
  const first = await bench.issuer.issue(input);
  const second = await bench.another().issue(input);
  assert.deepEqual(second.certificate, first.certificate);
});

test('the same reference with another key is refused', async () => {
  const input = issueInput();
  await bench.issuer.issue(input);
  await assert.rejects(bench.issuer.issue({ ...input, spki: generateKeyPair('ec-p256').spki }), { code: 'conflict' });
});
