import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLanyardError, type LanyardError } from '@lanyard/kernel';
import fc from 'fast-check';
import { buildBinary } from 'plist';
import {
  apkFacts,
  apkOf,
  infoPlist,
  ipaFacts,
  ipaOf,
  manifestOf,
  onePixel,
  resourcesOf,
  sourceOf,
  zipOf,
} from '../../testing/app-package.ts';
import { readAxml } from './axml.ts';
import { chunks } from './chunks.ts';
import { readBinaryPlist } from './bplist.ts';
import { readPlist } from './read-ipa.ts';
import { readPackage } from './read-package.ts';

const read = async (bytes: Uint8Array) => readPackage(sourceOf(bytes));
const refused = (bytes: Uint8Array, code: LanyardError['code']) =>
  assert.rejects(read(bytes), (error) => isLanyardError(error, code), code);
/** Renames inside a ZIP file, to a name of the same length: what no well-meaning program writes. */
function renamed(bytes: Uint8Array, from: string, to: string): Uint8Array {
  assert.equal(from.length, to.length);
  return new Uint8Array(Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(from, to), 'latin1'));
}

test('APP-058 an IPA says its name, version, identifier and least system, its property list in XML or binary', async () => {
  const icon = { 'Payload/Forms.app/AppIcon60x60@2x.png': onePixel() };
  const expected = {
    platform: 'ios',
    identifier: 'gov.agency.forms',
    name: 'Agency Forms',
    version: '2.1.0',
    build: '417',
    minimumOs: '16.0',
  };
  const { icon: shown, ...facts } = await read(await ipaOf(ipaFacts, icon));
  assert.deepEqual(facts, expected);
  assert.deepEqual(shown, onePixel());
  const binary = new Uint8Array(buildBinary({ ...ipaFacts, UIDeviceFamily: [1, 2], LSRequiresIPhoneOS: true }));
  const { icon: none, ...again } = await read(await zipOf({ 'Payload/Forms.app/Info.plist': binary }));
  assert.deepEqual([again, none], [expected, null]);
});

test('ADM-091, APP-067 an APK says its name, version, identifier and least system, its strings in UTF-8 or UTF-16', async () => {
  for (const utf8 of [false, true]) {
    const { icon, ...facts } = await read(await apkOf(apkFacts, {}, utf8));
    assert.deepEqual(facts, {
      platform: 'android',
      identifier: 'gov.agency.forms',
      name: 'Agency Forms',
      version: '2.1.0',
      build: '417',
      minimumOs: '9',
    });
    assert.equal(icon, null);
  }
});

test('name and icon of an APK are looked up among its resources', async () => {
  const more = {
    'resources.arsc': resourcesOf(['Formulaires', 'res/mipmap/icon.png']),
    'res/mipmap/icon.png': onePixel(),
  };
  const facts = await read(await apkOf({ ...apkFacts, label: 0x7f010000, icon: 0x7f010001 }, more));
  assert.equal(facts.name, 'Formulaires');
  assert.deepEqual(facts.icon, onePixel());
});

test('an icon in Apple’s own form is left out, as no browser shows it', async () => {
  const crushed = onePixel();
  crushed.set(Buffer.from('CgBI'), 12);
  assert.equal((await read(await ipaOf(ipaFacts, { 'Payload/Forms.app/AppIcon.png': crushed }))).icon, null);
});

test('what is neither IPA nor APK is refused as such, whatever it is called', async () => {
  await refused(new TextEncoder().encode('%PDF-1.7 something else'), 'app_package_wrong_type');
  await refused(new Uint8Array(), 'app_package_wrong_type');
  await refused(await zipOf({ 'word/document.xml': 'a text' }), 'app_package_wrong_type');
  await refused(await zipOf({ 'Payload/a/b.app/Info.plist': infoPlist(ipaFacts) }), 'app_package_wrong_type');
});

test('a package that was cut off, or whose parts are broken, is refused as damaged', async () => {
  const whole = await ipaOf();
  await refused(whole.subarray(0, whole.length - 30), 'app_package_damaged');
  await refused(await zipOf({ 'Payload/F.app/Info.plist': 'no list at all' }), 'app_package_damaged');
  await refused(await zipOf({ 'AndroidManifest.xml': '<manifest package="a.b"/>' }), 'app_package_damaged');
  await refused(await zipOf({ 'AndroidManifest.xml': manifestOf(apkFacts).subarray(0, 200) }), 'app_package_damaged');
});

test('a package without identifier or version is refused with what is missing', async () => {
  const missing = async (bytes: Uint8Array) =>
    read(bytes).then(
      () => null,
      (error: unknown) => (error as LanyardError).details['missing'],
    );
  const { CFBundleIdentifier: _, ...anonymous } = ipaFacts;
  assert.equal(await missing(await ipaOf(anonymous)), 'CFBundleIdentifier');
  assert.equal(await missing(await apkOf({ ...apkFacts, package: '../../etc' })), 'package');
});

test('names that lead out of the package are refused', async () => {
  const bytes = await ipaOf(ipaFacts, { 'aaaaaa/evil': 'x' });
  await refused(renamed(bytes, 'aaaaaa/evil', '../../../ev'), 'app_package_unsafe');
  await refused(renamed(bytes, 'aaaaaa/evil', '/etc/passwd'), 'app_package_unsafe');
  await refused(renamed(bytes, 'aaaaaa/evil', String.raw`..\..\..\ev`), 'app_package_unsafe');
});

test('two files of one name are refused: one reader takes the first, another the last', async () => {
  const bytes = await ipaOf(ipaFacts, {
    'Payload/Forms.app/Info.plisX': infoPlist({ ...ipaFacts, CFBundleIdentifier: 'evil.app' }),
  });
  await refused(renamed(bytes, 'Info.plisX', 'Info.plist'), 'app_package_unsafe');
});

test('a bomb is refused before any of it is unpacked', async () => {
  const bomb = await ipaOf(ipaFacts, { bomb: new Uint8Array(40 * 1_048_576) });
  assert(bomb.length < 200_000);
  const tight = { entries: 10, unpacked: 1_048_576, ratio: 1_100 };
  await assert.rejects(readPackage(sourceOf(bomb), tight), (error) => isLanyardError(error, 'app_package_unsafe'));
  await assert.rejects(readPackage(sourceOf(bomb), { ...tight, unpacked: 1e12, ratio: 100 }), (error) =>
    isLanyardError(error, 'app_package_unsafe'),
  );
  const many = await zipOf(Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`f${i}`, ''])));
  await assert.rejects(readPackage(sourceOf(many), tight), (error) => isLanyardError(error, 'app_package_unsafe'));
  await refused(await zipOf({ 'Payload/F.app/Info.plist': new Uint8Array(2_000_000) }), 'app_package_unsafe');
});

test('a property list whose parts hold each other, or unfold without measure, ends at once', () => {
  // Ten lists, each of which holds the next one a hundred times.
  const objects = Array.from({ length: 10 }, (_, i) => [
    0xaf,
    0x10,
    100,
    ...Array.from({ length: 100 }, () => Math.min(i + 1, 9)),
  ]);
  const offsets = objects.map((_, i) => 8 + i * 103);
  const body = [...Buffer.from('bplist00'), ...objects.flat(), ...offsets.flatMap((o) => [o >> 8, o & 0xff])];
  const trailer = new DataView(new ArrayBuffer(32));
  trailer.setUint8(6, 2);
  trailer.setUint8(7, 1);
  trailer.setBigUint64(8, 10n);
  trailer.setBigUint64(24, BigInt(8 + 1_030));
  const begin = performance.now();
  assert.throws(() => readBinaryPlist(Uint8Array.from([...body, ...new Uint8Array(trailer.buffer)])), RangeError);
  assert(performance.now() - begin < 500);
});

test('a text that many entries name, and attributes that are read again and again, unfold to nothing', async () => {
  const facts = { ...apkFacts, versionName: 'x'.repeat(30_000) };
  assert.equal((await read(await apkOf(facts))).version, 'x'.repeat(60), 'a long text is cut');
  const manifest = manifestOf(apkFacts);
  const view = new DataView(manifest.buffer, manifest.byteOffset, manifest.byteLength);
  // The first element begins behind pool, map and name space; its attributes are made 65 535 of no size.
  for (const { at, type } of chunks(view, 8, view.byteLength)) {
    if (type !== 0x0102) continue;
    view.setUint16(at + 26, 0, true);
    view.setUint16(at + 28, 0xffff, true);
  }
  await refused(await zipOf({ 'AndroidManifest.xml': manifest }), 'app_package_damaged');
});

test('an XML property list may not declare entities', async () => {
  const laughs = infoPlist(ipaFacts).replace(/<!DOCTYPE[^>]*>/, '<!DOCTYPE plist [<!ENTITY a "aaaa">]>');
  await refused(await zipOf({ 'Payload/F.app/Info.plist': laughs }), 'app_package_damaged');
});

test('an XML property list that is made to be slow is refused, or read, before it costs much', () => {
  const most = 240_000;
  const slow = [
    '<dict>'.repeat(most / 6),
    '<'.repeat(most),
    '<a/>'.repeat(most / 4),
    Array.from({ length: most / 40 }, (_, i) => `<x${i}:a xmlns:x${i}="u">`).join(''),
    `<dict>${'<key>a</key><string>b</string>'.repeat(most / 30)}</dict></plist>`,
    '<!DOCTYPE '.repeat(most / 10),
    '<dict>'.repeat(most * 10),
  ];
  const begin = performance.now();
  for (const text of slow) {
    try {
      readPlist(new TextEncoder().encode(`<plist>${text}`));
    } catch (error) {
      assert(error instanceof TypeError);
    }
  }
  assert(performance.now() - begin < 5_000);
});

test('octets at random never end the readers with anything but a refusal', () => {
  const harmless = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      assert(error instanceof RangeError || error instanceof TypeError, String(error));
    }
  };
  const manifest = manifestOf(apkFacts);
  const list = new Uint8Array(buildBinary(ipaFacts));
  const place = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 12 });
  const spoiled = (bytes: Uint8Array, changes: readonly (readonly [number, number])[]) => {
    const copy = Uint8Array.from(bytes);
    for (const [at, octet] of changes) copy[at % copy.length] = octet;
    return copy;
  };
  fc.assert(
    fc.property(place, (changes) => harmless(() => readAxml(spoiled(manifest, changes)))),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(place, (changes) => harmless(() => readBinaryPlist(spoiled(list, changes)))),
    { numRuns: 500 },
  );
});
