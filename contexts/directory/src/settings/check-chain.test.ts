import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLanyardError } from '@lanyard/kernel';
import { toPem } from '@lanyard/pki';
import { issueCa, NOW, type Ca } from '../testing/issue-ca.ts';
import { checkChain } from './check-chain.ts';

const root = await issueCa({ name: 'Root' });
const issuing = await issueCa({ name: 'Issuing CA', above: root });
const file = (...parts: (string | Ca)[]): Buffer =>
  Buffer.from(parts.map((part) => (typeof part === 'string' ? part : part.pem)).join('\n'));
const read = (...parts: (string | Ca)[]) => checkChain(file(...parts), NOW);

/** The code, and of a certificate that failed its name and the reason. */
async function refusal(content: Uint8Array): Promise<unknown[]> {
  try {
    await checkChain(content, NOW);
  } catch (error) {
    if (!isLanyardError(error)) throw error;
    const { certificate, reason, looksLike } = error.details as Record<string, string>;
    return [error.code, ...(certificate ? [/CN=([^,]*)/.exec(certificate)?.[1], reason] : [looksLike ?? reason])];
  }
  return ['accepted'];
}

test('ADM-027 a file in another form than PEM is refused with "PEM required", which tells what it looks like', async () => {
  const pfx = Buffer.from('3082010a020103308201', 'hex');
  assert.deepEqual(await refusal(issuing.certificate.der), ['pem_required', 'a certificate in DER form']);
  assert.deepEqual(await refusal(pfx), ['pem_required', 'a PKCS#12 (PFX) file']);
  assert.deepEqual(await refusal(Buffer.from('3082010a06092a864886f70d0107', 'hex')), [
    'pem_required',
    'a PKCS#7 (P7B) file',
  ]);
  assert.deepEqual(await refusal(Buffer.from('hello')), ['pem_required', 'no certificate at all']);
  assert.deepEqual(await refusal(Buffer.alloc(0)), ['pem_required', 'no certificate at all']);
  assert.deepEqual(await refusal(file(toPem('PKCS7', new Uint8Array(3)))), ['pem_required', 'PEM of another kind']);
  assert.deepEqual(await refusal(file(issuing.pem.slice(0, -10))), ['pem_required', 'a PEM file that was damaged']);
});

test('a private key in the file is refused before anything of it is kept', async () => {
  assert.equal((await refusal(file(issuing, toPem('PRIVATE KEY', issuing.pkcs8))))[0], 'pem_with_private_key');
});

test('ADM-028 an issuing CA alone, and a chain in any order and with comments, is taken with its top as the anchor', async () => {
  const alone = await read(issuing);
  assert.deepEqual([alone.anchors[0]?.name, alone.intermediates.length], ['Issuing CA', 0]);
  const chain = await read('Our card CA\n', issuing, 'and its root\n', root, issuing);
  assert.deepEqual(
    [chain.anchors.map(({ name }) => name), chain.intermediates.map(({ subject }) => /CN=([^,]*)/.exec(subject)?.[1])],
    [['Root'], ['Issuing CA']],
  );
});

test('ADM-028 what fails is named: a leaf, one that has expired or begins later, a missing issuer, a wrong signature', async () => {
  const leaf = await issueCa({ name: 'Ada', above: issuing, ca: false });
  assert.deepEqual(await refusal(file(issuing, leaf)), ['ca_certificate_refused', 'Ada', 'not_ca']);
  const old = await issueCa({ name: 'Old CA', above: root, from: -90, to: -1 });
  assert.deepEqual(await refusal(file(root, old)), ['ca_certificate_refused', 'Old CA', 'expired']);
  const early = await issueCa({ name: 'Next CA', above: root, from: 1 });
  assert.deepEqual(await refusal(file(early, root)), ['ca_certificate_refused', 'Next CA', 'not_yet_valid']);
  const deep = await issueCa({ name: 'Deep CA', above: issuing });
  assert.deepEqual(await refusal(file(root, deep)), ['ca_certificate_refused', 'Deep CA', 'issuer_missing']);
  const forged = await issueCa({ name: 'Forged CA', above: root, spoil: true });
  assert.deepEqual(await refusal(file(root, forged)), ['ca_certificate_refused', 'Forged CA', 'signature']);
  const spoilt = await issueCa({ name: 'Spoilt Root', spoil: true });
  assert.deepEqual(await refusal(file(spoilt)), ['ca_certificate_refused', 'Spoilt Root', 'signature']);
});

test('a certificate under a name that another key has is no member of the chain', async () => {
  const impostor = await issueCa({ name: 'Root' });
  const below = await issueCa({ name: 'Below the impostor', above: impostor });
  assert.deepEqual((await refusal(file(root, below)))[1], 'Below the impostor');
});
