import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { generateKeyPair, nodeDigest, softwareSigner } from '@lanyard/crypto';
import {
  buildOcspError,
  type Bytes,
  crlExt,
  type CrlEntryInput,
  ext,
  type Extension,
  type GeneralName,
  keyIdentifierOf,
  nameFrom,
  OID,
  signCertificate,
  signCrl,
  toPem,
} from '@lanyard/pki';
import type { SigningAuthority } from '../authority/signing-authority.ts';
import { extensionsOf } from '../cycle/extensions.ts';
import { checkKey } from '../cycle/key-check.ts';
import { profileNames, profileOf } from '../profiles/index.ts';
import type { ProfileName } from '../types.ts';
import { createLinter } from './create-linter.ts';

const linter = createLinter();
const uuid = { kind: 'uri', value: 'urn:uuid:8f6f1f6e-9a0e-4a8f-bb1b-2f3a4b5c6d7e' } as const;
const email = { kind: 'email', value: 'ada@agency.example' } as const;
const fascn = { kind: 'fascn', value: new Uint8Array(25).fill(1) } as const;
const NAMES: Partial<Record<ProfileName, readonly GeneralName[]>> = {
  'derived-authentication': [uuid],
  signature: [uuid, email],
  'key-management': [uuid, email],
  'piv-authentication': [uuid, fascn],
  'card-authentication': [uuid, fascn],
  'card-signature': [uuid, email],
  'card-key-management': [uuid, email],
  'tls-server': [{ kind: 'dns', value: 'portal.example' }],
};
/** The card's own profiles say what the derived ones say; lint cannot tell them apart, nor need it. */
const SAME: Partial<Record<ProfileName, ProfileName>> = {
  'card-signature': 'signature',
  'card-key-management': 'key-management',
};

let authority: SigningAuthority;
const pair = generateKeyPair('ec-p384');
const rsa = generateKeyPair('rsa-2048');

before(async () => {
  const signer = softwareSigner(pair.pkcs8);
  const keyId = await keyIdentifierOf(pair.spki, nodeDigest);
  const bounds = { notBefore: new Date('2026-01-01'), notAfter: new Date('2036-01-01') };
  const name = nameFrom([{ type: 'CN', value: 'Test CA' }]);
  authority = { id: 'derived', name, signer, keyId, ...bounds, policies: [], certificate: null, chain: [] };
});

async function certificate(name: ProfileName, change = (e: Extension[]): Extension[] => e): Promise<Bytes> {
  const profile = profileOf(name);
  const spki = (profile.rules.keys.includes('ec-p384') ? pair : rsa).spki;
  const policies = profile.rules.policies === undefined ? [] : ['2.16.840.1.101.3.2.1.48.11'];
  const keyId = await keyIdentifierOf(spki, nodeDigest);
  const input = { profile, authority, statusUrl: 'http://localhost:8088', key: checkKey(spki, profile), keyId };
  const template = {
    serial: new Uint8Array(16).fill(0x41),
    issuer: authority.name,
    subject: name === 'root' ? authority.name : nameFrom([{ type: 'CN', value: 'Ada Lovelace' }]),
    notBefore: new Date('2026-11-22T00:00:00Z'),
    notAfter: new Date('2027-03-01T00:00:00Z'),
    spki,
    extensions: change(extensionsOf({ ...input, names: NAMES[name] ?? [], policies })),
  };
  return await signCertificate(template, authority.signer);
}

function crl(entries: readonly CrlEntryInput[] = []): Promise<Bytes> {
  const extensions = [crlExt.authorityKeyIdentifier(authority.keyId), crlExt.crlNumber(7)];
  const times = { thisUpdate: new Date('2026-11-22T00:00:00Z'), nextUpdate: new Date('2026-11-23T00:00:00Z') };
  return signCrl({ issuer: authority.name, ...times, extensions, entries }, authority.signer);
}

describe('a certificate made under a profile is taken for one of it, and has no errors', () => {
  for (const name of profileNames) {
    test(name, async () => {
      const [linted] = linter.lint(await certificate(name));
      const errors = linted?.findings.filter((f) => f.severity === 'error');
      assert.deepEqual([linted?.profile, errors], [SAME[name] ?? name, []]);
    });
  }
});

test('a derived certificate that may also send mail is an error with its rule and clause', async () => {
  const der = await certificate('derived-authentication', (extensions) => [
    ...extensions.filter((e) => e.oid !== OID.extendedKeyUsage),
    ext.extendedKeyUsage([OID.clientAuth, OID.emailProtection]),
  ]);
  const [finding] = linter.lint(der)[0]?.findings ?? [];
  assert.equal(finding?.rule, 'profile_extended_key_usage');
  assert.equal(finding.severity, 'error');
  assert.match(finding.clause, /worksheet 10/);
});

test('a profile that is named is held against, whatever the certificate seems to be', async () => {
  const [linted] = linter.lint(await certificate('derived-authentication'), 'tls-server');
  assert.equal(linted?.profile, 'tls-server');
  assert.ok(linted.findings.some((f) => f.rule === 'profile_extended_key_usage'));
});

test('a PEM bundle is read whole: certificate, CRL and OCSP response in their order', async () => {
  const text = `Some words first.\n${toPem('CERTIFICATE', await certificate('root'))}${toPem('X509 CRL', await crl())}${toPem('OCSP RESPONSE', buildOcspError('tryLater'))}`;
  const linted = linter.lint(new TextEncoder().encode(text));
  assert.deepEqual(
    linted.map((l) => [l.kind, l.profile, l.findings.length]),
    [
      ['certificate', 'root', 0],
      ['crl', 'crl', 0],
      ['ocsp', 'ocsp', 0],
    ],
  );
});

test('a CRL that revokes in the future is an error', async () => {
  const [linted] = linter.lint(await crl([{ serial: Uint8Array.of(5), revokedAt: new Date('2027-01-01T00:00:00Z') }]));
  assert.deepEqual(
    linted?.findings.map((f) => [f.rule, f.severity]),
    [['crl_entry', 'error']],
  );
});

test('what is none of them, and a damaged PEM, are errors and not exceptions', () => {
  for (const content of ['', 'hello', '-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n', '0\x80\x00']) {
    const linted = linter.lint(new TextEncoder().encode(content));
    assert.deepEqual(
      linted.map((l) => [l.kind, l.findings.map((f) => f.severity)]),
      [['unreadable', ['error']]],
    );
  }
});
