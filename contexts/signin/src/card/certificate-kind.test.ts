import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Certificate, type KeyUsage, OID } from '@lanyard/pki';
import { kindOf } from './certificate-kind.ts';

const kind = (usages: KeyUsage[] | null, purposes: string[] | null, ca = false): string =>
  kindOf({
    ...(usages && { keyUsage: new Set(usages) }),
    ...(purposes && { extendedKeyUsage: purposes }),
    ...(ca && { basicConstraints: { ca: true } }),
  } as unknown as Certificate);

test('SSP-011 the four certificates of a PIV card are told apart by key usage and extended key usage', () => {
  assert.equal(kind(['digitalSignature'], [OID.clientAuth, OID.smartcardLogon]), 'authentication');
  assert.equal(kind(['digitalSignature', 'nonRepudiation'], [OID.emailProtection]), 'signature');
  assert.equal(kind(['keyEncipherment'], [OID.emailProtection]), 'encryption');
  assert.equal(kind(['keyAgreement'], null), 'encryption');
  assert.equal(kind(['digitalSignature'], [OID.pivCardAuth]), 'card authentication');
});

test('a certificate for logon counts whichever of the purposes it names', () => {
  for (const purpose of [OID.clientAuth, OID.smartcardLogon, OID.anyExtendedKeyUsage]) {
    assert.equal(kind(['digitalSignature'], [purpose]), 'authentication');
  }
  assert.equal(kind(['digitalSignature', 'keyEncipherment'], [OID.clientAuth]), 'authentication');
  assert.equal(kind(['digitalSignature'], null), 'authentication', 'older cards have no extended key usage');
});

test('what may not sign in is never taken for it', () => {
  assert.equal(kind(['digitalSignature', 'nonRepudiation'], [OID.clientAuth]), 'signature');
  assert.equal(kind(['digitalSignature'], [OID.emailProtection]), 'signature');
  assert.equal(kind(['digitalSignature'], [OID.serverAuth]), 'other');
  assert.equal(kind(null, [OID.clientAuth]), 'other');
  assert.equal(kind(['digitalSignature', 'keyCertSign'], [OID.clientAuth]), 'authority');
  assert.equal(kind(['digitalSignature'], [OID.clientAuth], true), 'authority');
});
