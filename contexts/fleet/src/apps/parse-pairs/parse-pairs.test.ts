import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLanyardError } from '@lanyard/kernel';
import fc from 'fast-check';
import { parsePairs } from './parse-pairs.ts';

const parse = (text: string, kind: 'other' | 'web-at-work' | 'piv-d-manager' = 'web-at-work') =>
  parsePairs({ text, kind, platform: 'ios' });
const HOSTS = [
  { key: 'IdCertificate_1_host', value: '*.mycompany.com/myfolder' },
  { key: 'homepage', value: 'https://intranet.mycompany.com/?a=b' },
];

test('lines of key=value and key: value are read, with blanks, quotes and remarks; addresses keep their colon', () => {
  const text = `# from the other product
IdCertificate_1_host = *.mycompany.com/myfolder
"homepage": "https://intranet.mycompany.com/?a=b";

nothing to see here`;
  const { understoodAs, pairs, leftOut } = parse(text);
  assert.equal(understoodAs, 'lines');
  assert.deepEqual(pairs, HOSTS);
  assert.deepEqual(leftOut, [{ line: 5, text: 'nothing to see here', why: 'there is no key and value in it' }]);
});

test('columns of a table, JSON as object and as list, property list and managed configuration say the same', () => {
  const [one, two] = HOSTS.map(({ value }) => value);
  const forms: readonly [string, string][] = [
    ['table', `Key\tValue\nIdCertificate_1_host\t${one}\nhomepage\t"${two}"\n`],
    ['json', JSON.stringify({ IdCertificate_1_host: one, homepage: two })],
    [
      'json',
      JSON.stringify({
        configuration: [
          { key: 'IdCertificate_1_host', value: one },
          { name: 'homepage', value: two },
        ],
      }),
    ],
    [
      'property list',
      `<dict><key>IdCertificate_1_host</key><string>${one}</string><key>homepage</key><string>${two}</string></dict>`,
    ],
    [
      'property list',
      `<?xml version="1.0"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd"><plist version="1.0"><dict><key>Inner</key><dict><key>IdCertificate_1_host</key><string>${one}</string><key>homepage</key><string>${two}</string></dict></dict></plist>`,
    ],
    [
      'managed configuration',
      `<restrictions xmlns:android="http://schemas.android.com/apk/res/android"><restriction android:key="IdCertificate_1_host" android:restrictionType="string" android:defaultValue="${one}"/><restriction android:key="homepage" android:defaultValue="${two}"/></restrictions>`,
    ],
    [
      'managed configuration',
      `<managedAppConfiguration><dict><string keyName="IdCertificate_1_host"><defaultValue><value>${one}</value></defaultValue></string><string keyName="homepage"><defaultValue><value>${two}</value></defaultValue></string></dict></managedAppConfiguration>`,
    ],
    [
      'managed configuration',
      `<map><string name="IdCertificate_1_host">${one}</string><string name="homepage" value="${two}"/></map>`,
    ],
  ];
  for (const [as, text] of forms) {
    const { understoodAs, pairs } = parse(text);
    assert.equal(understoodAs, as);
    assert.deepEqual(pairs, HOSTS, text);
  }
});

test('keys with certificate values go where one is chosen, near misses too; what is strange about a key is said', () => {
  const text =
    'IdCertificate_1=Auth cert\nidCertificate_2=Other\nIdCertificate_1_host=a.example\nMI_CREDENTIAL_ENABLE_PUREBRED=True';
  const { pairs, certificates, findings } = parse(text);
  assert.deepEqual(
    certificates.map(({ key }) => key),
    ['IdCertificate_1', 'idCertificate_2'],
  );
  assert.deepEqual(
    pairs.map(({ key }) => key),
    ['IdCertificate_1_host', 'MI_CREDENTIAL_ENABLE_PUREBRED'],
  );
  assert.deepEqual(
    findings.map(({ code, field }) => [code, field]),
    [
      ['certificate_to_choose', 'pairs.0'],
      ['key_near_miss', 'pairs.1'],
      ['key_of_other_app', 'pairs.3'],
    ],
  );
});

test('APP-048, APP-061 keys of a vendor’s own keep their case and their value', () => {
  const { pairs, findings } = parse('VendorKey.A=One\nvendorkey.a=two', 'other');
  assert.deepEqual(pairs, [
    { key: 'VendorKey.A', value: 'One' },
    { key: 'vendorkey.a', value: 'two' },
  ]);
  assert.deepEqual(findings, []);
});

test('what cannot be read is refused, and nothing hostile takes long', () => {
  const refused = (text: string) =>
    assert.throws(
      () => parse(text),
      (error) => isLanyardError(error, 'pairs_not_understood'),
      text.slice(0, 40),
    );
  for (const text of [
    'just words',
    '{"a":',
    '[1,2,3]',
    '<a',
    '<plist><dict><key>a</key></plist>',
    '<!DOCTYPE a [<!ENTITY x "y">]><a name="b">&x;</a>',
    '{}',
  ])
    refused(text);
  const begin = performance.now();
  refused('['.repeat(30_000));
  refused('<a>'.repeat(20_000));
  parse(`a=${'='.repeat(50_000 / 8)}`);
  for (const blank of [' ', '\t', '\u00a0', '"', "'"]) refused(`${blank}${blank.repeat(50_000)}x`);
  parse(`a = 1\nb =${' '.repeat(50_000)}x${' '.repeat(5_000)};`);
  assert(performance.now() - begin < 2_000);
});

test('whatever is pasted is understood or refused', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ maxLength: 300 }),
        fc.json(),
        fc.string({ maxLength: 80 }).map((s) => `<map>${s}`),
      ),
      (text) => {
        if (text === '') return;
        try {
          assert(parse(text).understoodAs.length > 0);
        } catch (error) {
          assert(isLanyardError(error, 'pairs_not_understood'), String(error));
        }
      },
    ),
    { numRuns: 400 },
  );
});
