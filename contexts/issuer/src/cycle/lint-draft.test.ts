import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { generateKeyPair, nodeDigest, softwareSigner } from '@lanyard/crypto';
import {
  buildTbsCertificate,
  type CertificateTemplate,
  ext,
  type Extension,
  fromHex,
  keyIdentifierOf,
  nameFrom,
  OID,
} from '@lanyard/pki';
import type { SigningAuthority } from '../authority/signing-authority.ts';
import { profileOf } from '../profiles/index.ts';
import type { ProfileName } from '../types.ts';
import { extensionsOf } from './extensions.ts';
import { checkKey } from './key-check.ts';
import { lintDraft } from './lint-draft.ts';

const uuid = { kind: 'uri', value: 'urn:uuid:8f6f1f6e-9a0e-4a8f-bb1b-2f3a4b5c6d7e' } as const;
let authority: SigningAuthority;
let spki: CertificateTemplate['spki'];
let keyId: SigningAuthority['keyId'];

before(async () => {
  const signer = softwareSigner(generateKeyPair('ec-p256').pkcs8);
  spki = generateKeyPair('ec-p256').spki;
  keyId = await keyIdentifierOf(spki, nodeDigest);
  const bounds = { notBefore: new Date('2026-01-01'), notAfter: new Date('2036-01-01') };
  const name = nameFrom([{ type: 'CN', value: 'Test CA' }]);
  authority = { id: 'derived', name, signer, keyId, ...bounds, policies: [], certificate: null, chain: [] };
});

/** Lints what the builder made of a profile, after one change. */
function lint(profileName: ProfileName, change: (template: CertificateTemplate) => Partial<CertificateTemplate>): void {
  const profile = profileOf(profileName);
  const key = checkKey(spki, profile);
  const input = { profile, authority, statusUrl: 'http://localhost:8088', key, keyId };
  const made: CertificateTemplate = {
    serial: fromHex('41'.repeat(16)),
    issuer: authority.name,
    subject: nameFrom([{ type: 'CN', value: 'Ada Lovelace' }]),
    notBefore: new Date('2026-11-22T00:00:00Z'),
    notAfter: new Date('2029-11-01T00:00:00Z'),
    spki,
    extensions: extensionsOf({
      ...input,
      names: [{ kind: 'upn', value: 'ada@agency.example' }, uuid],
      policies: ['2.16.840.1.101.3.2.1.48.11'],
    }),
  };
  const tbs = buildTbsCertificate({ ...made, ...change(made) }, authority.signer.algorithm);
  lintDraft({ profile, tbs, key }, authority);
}

const replaced = (extensions: readonly Extension[], by: Extension): Extension[] =>
  extensions.map((e) => (e.oid === by.oid ? by : e));
const without = (extensions: readonly Extension[], oid: string): Extension[] => extensions.filter((e) => e.oid !== oid);

describe('a derived authentication certificate that is not as worksheet 10 has it is not signed', () => {
  test('as it should be, it passes', () => lint('derived-authentication', () => ({})));

  const flaws: [string, string, (t: CertificateTemplate) => Partial<CertificateTemplate>][] = [
    [
      'another key usage',
      'profile_key_usage',
      ({ extensions }) => ({ extensions: replaced(extensions, ext.keyUsage(['digitalSignature', 'nonRepudiation'])) }),
    ],
    [
      'any extended key usage',
      'profile_extended_key_usage',
      ({ extensions }) => ({
        extensions: replaced(extensions, ext.extendedKeyUsage([OID.clientAuth, OID.anyExtendedKeyUsage])),
      }),
    ],
    [
      'no UUID',
      'profile_alternative_names',
      ({ extensions }) => ({
        extensions: replaced(extensions, ext.subjectAltName([{ kind: 'upn', value: 'ada@agency.example' }])),
      }),
    ],
    [
      'no policy',
      'profile_policies',
      ({ extensions }) => ({ extensions: without(extensions, OID.certificatePolicies) }),
    ],
    [
      'no address of a CRL',
      'profile_extensions',
      ({ extensions }) => ({ extensions: without(extensions, OID.crlDistributionPoints) }),
    ],
    [
      'an extension of nobody',
      'profile_extensions',
      ({ extensions }) => ({ extensions: [...extensions, ext.raw('1.2.3.4', false, Uint8Array.of(5, 0))] }),
    ],
    ['a CA', 'profile_ca', ({ extensions }) => ({ extensions: [...extensions, ext.basicConstraints({ ca: true })] })],
    ['more than three years', 'profile_validity', () => ({ notAfter: new Date('2029-12-01T00:00:00Z') })],
    [
      'a CRL over https',
      'distribution_point_https',
      ({ extensions }) => ({ extensions: replaced(extensions, ext.crlDistributionPoints(['https://localhost/crl'])) }),
    ],
    ['a name that is too long', 'name_length', () => ({ subject: nameFrom([{ type: 'CN', value: 'x'.repeat(65) }]) })],
  ];
  for (const [what, rule, change] of flaws) {
    test(what, () => {
      assert.throws(
        () => lint('derived-authentication', change),
        (error: { code: string; details: { findings: { rule: string }[] } }) => {
          assert.equal(error.code, 'profile_refused');
          assert.ok(
            error.details.findings.some((f) => f.rule === rule),
            JSON.stringify(error.details.findings),
          );
          return true;
        },
      );
    });
  }
});
