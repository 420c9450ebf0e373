import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeDigest, nodeVerifier } from '@lanyard/crypto';
import {
  assembleCertificate,
  buildAndValidatePath,
  buildTbsCertificate,
  type Bytes,
  type Certificate,
  ext,
  nameFrom,
  parseCertificate,
  PkiError,
  type SignatureAlgorithm,
  webVerifier,
} from './index.ts';
import { keyPair, later, noon } from './testing/samples.ts';
import { type SignatureCase, signatureCases } from './testing/signature-cases.ts';

for (const { name, algorithm, spki, message, signature, right } of signatureCases()) {
  test(`${name}: ${right ? 'right' : 'wrong'}, says every verifier`, async () => {
    assert.equal(nodeVerifier.verify(algorithm, spki, message, signature), right, 'node:crypto');
    assert.equal(await webVerifier.verify(algorithm, spki, message, signature), right, 'WebCrypto');
  });
}

const issuer = nameFrom([{ type: 'CN', value: 'Anchor' }]);
const template = {
  serial: Uint8Array.of(7),
  issuer,
  subject: nameFrom([{ type: 'CN', value: 'Leaf' }]),
  notBefore: later(-1),
  notAfter: later(1),
  spki: keyPair('ec-p256').spki,
  extensions: [ext.keyUsage(['digitalSignature'])],
};
const tbsFor = (algorithm: SignatureAlgorithm): Bytes => buildTbsCertificate(template, algorithm);

function certificateOf({ message, algorithm, signature }: SignatureCase): Certificate | undefined {
  try {
    return parseCertificate(assembleCertificate(message, algorithm, signature));
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

test('a path stands exactly where the signature is right', async () => {
  let accepted = 0;
  for (const one of signatureCases(tbsFor)) {
    const certificate = certificateOf(one);
    // Another algorithm beside the signature than inside is refused before any path is looked for.
    if (certificate === undefined) continue;
    const anchors = [{ name: issuer, spki: one.spki }];
    const input = { certificate, intermediates: [], anchors, at: noon, revocation: { mode: 'off' } } as const;
    for (const verifier of [nodeVerifier, webVerifier]) {
      const result = await buildAndValidatePath(input, { verifier, digest: nodeDigest });
      assert.equal(result.accepted, one.right, one.name);
      if (result.accepted) accepted++;
    }
  }
  assert.ok(accepted > 10);
});
