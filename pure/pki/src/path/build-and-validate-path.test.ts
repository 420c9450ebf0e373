import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ext } from '../build-extension.ts';
import { OID } from '../oid.ts';
import { subtle } from '../web/subtle.ts';
import { webSigner } from '../web/web-signer.ts';
import { anchorFrom, buildAndValidatePath } from './build-and-validate-path.ts';
import { certify, daysFrom, type Holder, judge, named, noon, ports, tampered, verdict } from './testing.ts';

let root: Holder;
let ca: Holder;
let leaf: Holder;

before(async () => {
  root = await certify({ name: 'Root', ca: true });
  ca = await certify({ name: 'CA', by: root, ca: true });
  leaf = await certify({ name: 'Leaf', by: ca });
});

test('a path from leaf to anchor is accepted and shown, leaf first', async () => {
  const result = await judge(root, [ca], leaf);
  assert.ok(result.accepted);
  assert.deepEqual(result.path, [leaf.certificate, ca.certificate]);
  assert.equal(result.anchor.certificate, root.certificate);
  assert.deepEqual(result.statuses, [{ state: 'not_checked' }, { state: 'not_checked' }]);
});

test('a refusal names certificate, rule, clause and remedy', async () => {
  const old = await certify({ name: 'Old', by: ca, notAfter: daysFrom(-1), serial: 0x1234 });
  const result = await judge(root, [ca], old);
  assert.ok(!result.accepted);
  const { code, index, subject, serial, clause, remedy } = result.refusal;
  assert.deepEqual(
    { code, index, subject, serial },
    { code: 'expired', index: 0, subject: 'CN=Old,O=Lanyard Test', serial: '1234' },
  );
  assert.match(clause, /RFC 5280 §6\.1\.3/);
  assert.match(remedy, /\.$/);
});

test('validity: not yet, no longer, and on either edge', async () => {
  const young = await certify({ name: 'Young', by: ca, notBefore: daysFrom(1) });
  assert.equal(verdict(await judge(root, [ca], young)), 'not_yet_valid 0');
  const edges = await certify({ name: 'Edges', by: ca, notBefore: noon, notAfter: noon });
  assert.equal(verdict(await judge(root, [ca], edges)), 'accepted');
  const oldCa = await certify({ name: 'CA', by: root, ca: true, signer: ca.signer, notAfter: daysFrom(-1) });
  assert.equal(verdict(await judge(root, [oldCa], leaf)), 'expired 1');
});

test('a turned bit in a signature refuses leaf or authority', async () => {
  assert.equal(verdict(await judge(root, [ca], tampered(leaf))), 'signature 0');
  assert.equal(verdict(await judge(root, [tampered(ca)], leaf)), 'signature 1');
});

test('a leaf, or an authority without key for certificates, issues nothing', async () => {
  const below = await certify({ name: 'Below', by: leaf });
  assert.equal(verdict(await judge(root, [ca, leaf], below)), 'not_ca 1');
  const mute = await certify({ name: 'Mute', by: root, ca: true, keyUsage: ['cRLSign'] });
  assert.equal(verdict(await judge(root, [mute], await certify({ name: 'L', by: mute }))), 'key_usage 1');
});

test('path length counts authorities below, and self-issued ones not', async () => {
  const narrow = await certify({ name: 'Narrow', by: root, ca: 0 });
  const under = await certify({ name: 'Under', by: narrow, ca: true });
  assert.equal(verdict(await judge(root, [narrow, under], await certify({ name: 'L', by: under }))), 'path_length 1');
  const rollover = await certify({ name: 'Narrow', by: narrow, ca: true });
  assert.equal(verdict(await judge(root, [narrow, rollover], await certify({ name: 'L', by: rollover }))), 'accepted');
});

test('a critical extension nobody knows refuses leaf or authority; not critical it is passed over', async () => {
  const strange = (critical: boolean) => [ext.raw('1.2.3.4', critical, Uint8Array.of(5, 0))];
  assert.equal(
    verdict(await judge(root, [ca], await certify({ name: 'L', by: ca, extensions: strange(true) }))),
    'unknown_critical_extension 0',
  );
  assert.equal(
    verdict(await judge(root, [ca], await certify({ name: 'L', by: ca, extensions: strange(false) }))),
    'accepted',
  );
  const odd = await certify({ name: 'Odd', by: root, ca: true, extensions: strange(true) });
  assert.equal(
    verdict(await judge(root, [odd], await certify({ name: 'L', by: odd }))),
    'unknown_critical_extension 1',
  );
});

test('without its issuer there is no path, and the refusal says whose certificate is missing', async () => {
  const result = await judge(root, [], leaf);
  assert.equal(verdict(result), 'no_path 0');
  assert.match(result.accepted ? '' : result.refusal.message, /CN=CA,O=Lanyard Test/);
  const stranger = await certify({ name: 'Other root', ca: true });
  assert.equal(verdict(await judge(stranger, [ca], leaf)), 'no_path 1');
});

test('purposes: key usage and extended key usage of the leaf, and of authorities that name any', async () => {
  const client = [ext.extendedKeyUsage([OID.clientAuth])];
  const card = await certify({ name: 'Card', by: ca, extensions: client });
  const purpose = { keyUsage: ['digitalSignature'], extendedKeyUsage: [OID.clientAuth] } as const;
  assert.equal(verdict(await judge(root, [ca], card, { purpose })), 'accepted');
  assert.equal(
    verdict(await judge(root, [ca], card, { purpose: { extendedKeyUsage: [OID.smartcardLogon] } })),
    'extended_key_usage 0',
  );
  assert.equal(verdict(await judge(root, [ca], card, { purpose: { keyUsage: ['keyAgreement'] } })), 'key_usage 0');
  assert.equal(
    verdict(await judge(root, [ca], leaf, { purpose: { ...purpose, acceptMissingExtendedKeyUsage: false } })),
    'extended_key_usage 0',
  );
  const mail = await certify({
    name: 'Mail',
    by: root,
    ca: true,
    extensions: [ext.extendedKeyUsage([OID.emailProtection])],
  });
  assert.equal(
    verdict(await judge(root, [mail], await certify({ name: 'L', by: mail, extensions: client }), { purpose })),
    'extended_key_usage 1',
  );
});

test('anyExtendedKeyUsage in a leaf counts only where it is accepted', async () => {
  const any = await certify({ name: 'Any', by: ca, extensions: [ext.extendedKeyUsage([OID.anyExtendedKeyUsage])] });
  const extendedKeyUsage = [OID.clientAuth];
  assert.equal(verdict(await judge(root, [ca], any, { purpose: { extendedKeyUsage } })), 'extended_key_usage 0');
  assert.equal(
    verdict(await judge(root, [ca], any, { purpose: { extendedKeyUsage, acceptAnyExtendedKeyUsage: true } })),
    'accepted',
  );
});

test('an anchor that is out of date, or given by name and key alone', async () => {
  const stale = await certify({ name: 'Stale', ca: true, notAfter: daysFrom(-1) });
  const under = await certify({ name: 'L', by: stale });
  assert.equal(verdict(await judge(stale, [], under)), 'anchor_expired 1');
  const bare = { name: named('Stale'), spki: stale.signer.spki };
  assert.equal(verdict(await judge(stale, [], under, { anchors: [bare] })), 'accepted');
});

test("an anchor's own constraints bind names, policies and length below it", async () => {
  const policy = '1.3.6.1.4.1.99999.1';
  const under = async (constraints: Parameters<typeof anchorFrom>[1]) =>
    verdict(await judge(root, [ca], leaf, { anchors: [anchorFrom(root.certificate, constraints)] }));
  assert.equal(await under({ pathLength: 0 }), 'path_length 1');
  assert.equal(await under({ pathLength: 1 }), 'accepted');
  assert.equal(
    await under({ names: { excluded: [{ kind: 'directory', value: named('Leaf') }] } }),
    'name_constraint 0',
  );
  assert.equal(await under({ policies: { acceptedPolicies: [policy], requireExplicitPolicy: true } }), 'policy 1');
});

test('of several failing paths the one that came furthest is told', async () => {
  const expired = await certify({ name: 'CA', by: root, ca: true, signer: ca.signer, notAfter: daysFrom(-1) });
  const forged = tampered(await certify({ name: 'CA', by: root, ca: true }));
  assert.equal(verdict(await judge(root, [forged, expired], leaf)), 'expired 1');
});

test('a name is the same whatever its case, spaces and type of string', async () => {
  const other = await certify({ name: 'CA', by: root, ca: true, signer: ca.signer });
  const shouting = await certify({ name: 'L', by: ca, issuerName: named('  ca ') });
  assert.equal(verdict(await judge(root, [other], shouting)), 'accepted');
});

test('curves and Ed25519 hold and, a bit turned over, do not', async () => {
  const kinds = [
    [{ name: 'ECDSA', namedCurve: 'P-384' }, 'ecdsa-p384-sha384'],
    [{ name: 'ECDSA', namedCurve: 'P-521' }, 'ecdsa-p521-sha512'],
    [{ name: 'ECDSA', namedCurve: 'P-256' }, 'ecdsa-p256-sha512'],
    ['Ed25519', 'ed25519'],
  ] as const;
  for (const [key, algorithm] of kinds) {
    const signer = await webSigner(await subtle().generateKey(key, false, ['sign', 'verify']), algorithm);
    const authority = await certify({ name: 'Kind', by: root, ca: true, signer });
    const below = await certify({ name: 'L', by: authority });
    assert.equal(verdict(await judge(root, [authority], below)), 'accepted', algorithm);
    assert.equal(verdict(await judge(root, [authority], tampered(below))), 'signature 0', algorithm);
  }
});

test('a moment that is no date is a mistake, not a time at which everything is valid', async () => {
  const error = { name: 'PkiError', code: 'time_invalid' };
  await assert.rejects(judge(root, [ca], leaf, { at: new Date(Number.NaN) }), error);
});

test('more certificates than the limit are not even sorted', async () => {
  assert.equal(verdict(await judge(root, [ca, leaf, root], leaf, { limits: { certificates: 2 } })), 'work_limit 0');
});

test('keys and algorithms that are not accepted are told as such', async () => {
  const foreign = {
    ...leaf.certificate,
    signatureAlgorithm: { ...leaf.certificate.signatureAlgorithm, oid: '1.2.840.10040.4.3' },
  };
  const result = await buildAndValidatePath(
    {
      certificate: foreign,
      intermediates: [ca.certificate],
      anchors: [anchorFrom(root.certificate)],
      at: noon,
      revocation: { mode: 'off' },
    },
    ports,
  );
  assert.equal(verdict(result), 'unsupported_algorithm 0');
});
