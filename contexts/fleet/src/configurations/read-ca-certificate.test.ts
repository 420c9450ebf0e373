import assert from 'node:assert/strict';
import { test } from 'node:test';
import { days, isLanyardError } from '@lanyard/kernel';
import { toPem } from '@lanyard/pki';
import { asPem, rootCertificate } from '../testing/root-certificate.ts';
import { readCaCertificate } from './read-ca-certificate.ts';

const now = new Date('2026-11-22T12:00:00Z');
const root = await rootCertificate(now);
const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64');

const refused = (file: string, why: RegExp): void =>
  assert.throws(
    () => readCaCertificate(file, now),
    (error) => isLanyardError(error, 'certificate_file_invalid') && why.test(String(error.details['why'])),
  );

test('APP-007 APP-008 a CA certificate is taken as PEM or as DER, and kept as PEM', () => {
  const pem = asPem(root);
  assert.equal(readCaCertificate(pem, now), pem);
  assert.equal(readCaCertificate(base64(root), now), pem);
  assert.equal(readCaCertificate(`subject=CN=Test root\n${pem}`, now), pem);
});

test('APP-009 a file that is no certificate is refused with the reason', () => {
  refused('hello', /neither PEM nor DER/);
  refused(base64(root.subarray(0, 200)), /not an X.509 certificate/);
  refused(asPem(root).replace('-----END', '----END'), /neither PEM nor DER/);
  refused(toPem('CERTIFICATE REQUEST', root), /no certificate in it/);
});

test('APP-007 a chain is one configuration for each certificate', () => {
  refused(asPem(root) + asPem(root), /2 certificates/);
});

test('a private key beside the certificate is refused before anything is read', () => {
  refused(asPem(root) + toPem('EC PRIVATE KEY', root), /private key/);
});

test('a certificate that is of no CA, or has expired, is refused', async () => {
  refused(asPem(await rootCertificate(now, { ca: false })), /not the certificate of a CA/);
  refused(asPem(await rootCertificate(now, { lifetimeMs: -days(1) })), /expired/);
});
