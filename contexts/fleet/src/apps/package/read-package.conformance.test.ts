import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { apkFacts, apkOf, ipaFacts, onePixel, resourcesOf, sourceOf, zipOf } from '../../testing/app-package.ts';
import { readPackage } from './read-package.ts';

const program = (name: string, from: string): string | false => {
  try {
    accessSync(`/usr/bin/${name}`, constants.X_OK);
    return false;
  } catch {
    return `needs ${name}: apt-get install ${from}`;
  }
};

/** What Android's own tool says of an APK. */
function aapt(apk: Uint8Array, kind: string, ...more: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'lanyard-apk-'));
  try {
    const file = join(folder, 'app.apk');
    writeFileSync(file, apk);
    return execFileSync('/usr/bin/aapt', ['dump', '--values', kind, file, ...more], {
      encoding: 'utf8',
      timeout: 20_000,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test(
  'aapt and we read the same of an APK, its label written out or looked up',
  { skip: program('aapt', 'aapt') },
  async () => {
    for (const apk of [await apkOf(), await apkOf(apkFacts, {}, true)]) {
      const ours = await readPackage(sourceOf(apk));
      const whole = `package: name='${ours.identifier}' versionCode='${ours.build}' versionName='${ours.version}'`;
      assert(aapt(apk, 'badging').startsWith(whole));
      assert(aapt(apk, 'xmltree', 'AndroidManifest.xml').includes(`android:label(0x01010001)="${ours.name}"`));
    }
    const resources = { 'resources.arsc': resourcesOf(['Formulaires', 'res/icon.png']), 'res/icon.png': onePixel() };
    const looked = await apkOf({ ...apkFacts, label: 0x7f010000, icon: 0x7f010001 }, resources);
    assert.match(aapt(looked, 'xmltree', 'AndroidManifest.xml'), /android:label\(0x01010001\)=@0x7f010000/);
    const { name } = await readPackage(sourceOf(looked));
    assert.match(aapt(looked, 'resources'), new RegExp(`resource 0x7f010000 .*\n +\\(string8\\) "${name}"`));
  },
);

test(
  'a binary property list that Python wrote is read as it was meant',
  { skip: program('python3', 'python3') },
  async () => {
    const script =
      'import json,plistlib,sys; sys.stdout.buffer.write(plistlib.dumps(json.load(sys.stdin),fmt=plistlib.FMT_BINARY))';
    const facts = {
      ...ipaFacts,
      CFBundleDisplayName: 'Formulários €',
      UIDeviceFamily: [1, 2],
      Nested: { a: [true, 1.5, 'x'] },
    };
    const binary = execFileSync('/usr/bin/python3', ['-c', script], { input: JSON.stringify(facts), timeout: 20_000 });
    const { name, identifier } = await readPackage(
      sourceOf(await zipOf({ 'Payload/F.app/Info.plist': new Uint8Array(binary) })),
    );
    assert.deepEqual([name, identifier], ['Formulários €', 'gov.agency.forms']);
  },
);
