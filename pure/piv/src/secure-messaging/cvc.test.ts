import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { generateKeyPair, nodeVerifier, softwareSigner } from '@lanyard/crypto';
import { type Bytes, toHex, viewOf } from '@lanyard/pki';
import type { ContentSigner } from '../objects/sign-content.ts';
import { readSecureMessagingSigner, secureMessagingSigner } from '../objects/secure-messaging-signer.ts';
import { CARD_UUID, ecdhKey, testSigner } from '../testing/secure-card.ts';
import { pointOf } from '../testing/software-card.ts';
import { CS2, CS7 } from './cipher-suite.ts';
import { type CvcContent, readCvc, signCvc } from './cvc.ts';
import { issuerIdOf, verifyCvc } from './verify-cvc.ts';

const { point } = ecdhKey('ec-p256');
const signers = { CS2: await testSigner('ec-p256'), CS7: await testSigner('ec-p384') };

const idOf = ({ certificate }: ContentSigner): Bytes => issuerIdOf(certificate) ?? assert.fail('no identifier');
const contentBy = (by: ContentSigner, changes: Partial<CvcContent> = {}): CvcContent => ({
  role: 'card',
  issuer: idOf(by),
  subject: CARD_UUID,
  suite: CS2,
  point,
  ...changes,
});

test('SP 800-73-5 pt2 §4.1.5 a card’s certificate has its elements in order, and is read back', async () => {
  const encoded = await signCvc(contentBy(signers.CS2), signers.CS2.signer);
  const id = toHex(idOf(signers.CS2));
  const body = `5f2901804208${id}5f2010${'07'.repeat(16)}7f494d06082a8648ce3d0301078641${toHex(point)}5f4c0100`;
  assert.match(toHex(encoded), new RegExp(`^7f218[12](..){1,2}${body}5f37(..)30(..)300a06082a8648ce3d04030203`));
  const read = readCvc(encoded) ?? assert.fail('not read');
  assert.deepEqual([toHex(read.signed), toHex(read.subject), read.suite], [body, '07'.repeat(16), CS2]);
});

test('SP 800-73-5 pt2 §4.1.5 a certificate counts only when the trusted signer signed it, for this suite, as a card’s', async () => {
  const { CS2: by, CS7: other } = signers;
  const encoded = await signCvc(contentBy(by), by.signer);
  const judge = async (octets: Bytes, signer = by, suite = CS2) =>
    (await verifyCvc(octets, suite, { certificate: signer.certificate }, nodeVerifier)) !== undefined;
  assert.equal(await judge(encoded), true);
  assert.equal(await judge(encoded, await testSigner('ec-p256')), false, 'of another signer');
  assert.equal(await judge(encoded, by, CS7), false, 'of another suite');
  assert.equal(await judge(await signCvc(contentBy(by), other.signer), other), false, 'not on the suite’s curve');
  const foreign = contentBy(by, { issuer: new Uint8Array(8) });
  assert.equal(await judge(await signCvc(foreign, by.signer)), false, 'names another signer');
  const intermediate = contentBy(by, { role: 'intermediate', subject: new Uint8Array(8) });
  assert.equal(await judge(await signCvc(intermediate, by.signer)), false, 'is no card’s');
});

test('SP 800-73-5 pt2 §4.1.5 a signer that may not sign what is on cards is none', async () => {
  const { signer, certificate } = signers.CS2;
  const encoded = await signCvc(contentBy(signers.CS2), signer);
  const { extendedKeyUsage: _purposes, ...without } = certificate;
  const judged = await verifyCvc(encoded, CS2, { certificate: without }, nodeVerifier);
  assert.equal(judged, undefined);
});

test('SP 800-73-5 pt2 §4.1.5 an intermediate stands between, on the suite’s curve, also under an authority on RSA', async () => {
  const between = { CS2: generateKeyPair('ec-p256'), CS7: generateKeyPair('ec-p384') };
  const id = new Uint8Array(8).fill(9);
  for (const [suite, name, by] of [
    [CS2, 'CS2', signers.CS2],
    [CS7, 'CS7', signers.CS7],
    [CS2, 'CS2', await testSigner('rsa-2048')],
  ] as const) {
    const { pkcs8, spki } = between[name];
    const middle = contentBy(by, { role: 'intermediate', subject: id, suite, point: pointOf(spki) });
    const intermediate = await signCvc(middle, by.signer);
    const own = ecdhKey(suite.algorithm).point;
    const encoded = await signCvc(contentBy(by, { issuer: id, suite, point: own }), softwareSigner(pkcs8));
    const container = secureMessagingSigner({ certificate: by.certificate, intermediate });
    const read = readSecureMessagingSigner(container) ?? assert.fail('not read');
    assert.ok(await verifyCvc(encoded, suite, read, nodeVerifier), name);
    const alone = { certificate: by.certificate };
    assert.equal(await verifyCvc(encoded, suite, alone, nodeVerifier), undefined, 'without what is between');
    const other = await signCvc({ ...middle, role: 'intermediate' }, softwareSigner(pkcs8));
    assert.equal(await verifyCvc(encoded, suite, { ...alone, intermediate: other }, nodeVerifier), undefined);
  }
});

test('no changed octet of a certificate goes through: it is not read, or its signature is wrong', async () => {
  const { certificate, signer } = signers.CS2;
  const encoded = await signCvc(contentBy(signers.CS2), signer);
  for (let at = 0; at < encoded.length; at++) {
    const changed = encoded.slice();
    changed[at] = (changed[at] ?? 0) ^ 0x01;
    assert.equal(await verifyCvc(changed, CS2, { certificate }, nodeVerifier), undefined, `octet ${at}`);
  }
});

test('reading a certificate never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
      assert.equal(readCvc(viewOf(octets)), undefined);
      assert.equal(readSecureMessagingSigner(viewOf(octets)), undefined);
    }),
  );
});
