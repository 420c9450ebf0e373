import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import type { Source } from '../apps/package/open-zip.ts';

/** A ZIP file of these files. */
export async function zipOf(
  files: Readonly<Record<string, Uint8Array | string>>,
  compress = true,
): Promise<Uint8Array> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name, { compress });
  zip.end();
  return new Uint8Array(await buffer(zip.outputStream));
}

export const sourceOf = (bytes: Uint8Array): Source => ({
  size: bytes.length,
  read: async (start, end) => bytes.subarray(start, end),
});

/** The smallest PNG there is: one clear pixel. */
export const onePixel = (): Uint8Array =>
  new Uint8Array(
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
      'base64',
    ),
  );

export const infoPlist = (facts: Readonly<Record<string, string>>): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>${Object.entries(facts)
    .map(([key, value]) => `<key>${key}</key><string>${value}</string>`)
    .join('')}</dict></plist>`;

export const ipaFacts = {
  CFBundleIdentifier: 'gov.agency.forms',
  CFBundleDisplayName: 'Agency Forms',
  CFBundleShortVersionString: '2.1.0',
  CFBundleVersion: '417',
  MinimumOSVersion: '16.0',
};

export const ipaOf = (
  facts: Readonly<Record<string, string>> = ipaFacts,
  more: Record<string, Uint8Array | string> = {},
) => zipOf({ 'Payload/Forms.app/Info.plist': infoPlist(facts), 'Payload/Forms.app/Forms': 'code', ...more });

const ATTRIBUTES: Readonly<Record<string, number>> = {
  label: 0x01010001,
  icon: 0x01010002,
  minSdkVersion: 0x0101020c,
  versionCode: 0x0101021b,
  versionName: 0x0101021c,
};
const ANDROID = 'http://schemas.android.com/apk/res/android';

export interface ApkFacts {
  readonly package: string;
  readonly versionCode: number;
  readonly versionName: string;
  readonly minSdkVersion: number;
  /** A text, or the id of a resource. */
  readonly label: string | number;
  readonly icon?: number;
}
export const apkFacts: ApkFacts = {
  package: 'gov.agency.forms',
  versionCode: 417,
  versionName: '2.1.0',
  minSdkVersion: 28,
  label: 'Agency Forms',
};

type Value = { readonly text: string } | { readonly number: number } | { readonly reference: number };

/** AndroidManifest.xml as the build tools write it: string pool, resource map, elements. */
export function manifestOf(facts: ApkFacts, utf8 = false): Uint8Array {
  const named = Object.keys(ATTRIBUTES);
  const strings = [
    ...named,
    'package',
    'manifest',
    'application',
    'uses-sdk',
    'android',
    ANDROID,
    '',
    facts.package,
    facts.versionName,
  ];
  if (typeof facts.label === 'string') strings.push(facts.label);
  const index = (text: string): number => strings.indexOf(text);
  const application: [string, Value][] = [
    ['label', typeof facts.label === 'string' ? { text: facts.label } : { reference: facts.label }],
    ...(facts.icon === undefined ? [] : [['icon', { reference: facts.icon }] as [string, Value]]),
  ];
  const start = (name: string, attributes: readonly [string, Value][]): Uint8Array => {
    const bytes = new DataView(new ArrayBuffer(36 + attributes.length * 20));
    header(bytes, 0x0102, 16, bytes.byteLength);
    bytes.setUint32(8, 1, true);
    bytes.setUint32(12, 0xffffffff, true);
    bytes.setUint32(16, 0xffffffff, true);
    bytes.setUint32(20, index(name), true);
    bytes.setUint16(24, 20, true);
    bytes.setUint16(26, 20, true);
    bytes.setUint16(28, attributes.length, true);
    attributes.forEach(([key, value], i) => {
      const at = 36 + i * 20;
      bytes.setUint32(at, key === 'package' ? 0xffffffff : index(ANDROID), true);
      bytes.setUint32(at + 4, index(key), true);
      bytes.setUint32(at + 8, 'text' in value ? index(value.text) : 0xffffffff, true);
      bytes.setUint16(at + 12, 8, true);
      bytes.setUint8(at + 15, 'text' in value ? 0x03 : 'number' in value ? 0x10 : 0x01);
      bytes.setUint32(
        at + 16,
        'text' in value ? index(value.text) : 'number' in value ? value.number : value.reference,
        true,
      );
    });
    return new Uint8Array(bytes.buffer);
  };
  const end = (name: string): Uint8Array => {
    const bytes = new DataView(new ArrayBuffer(24));
    header(bytes, 0x0103, 16, 24);
    bytes.setUint32(12, 0xffffffff, true);
    bytes.setUint32(16, 0xffffffff, true);
    bytes.setUint32(20, index(name), true);
    return new Uint8Array(bytes.buffer);
  };
  const space = (type: number): Uint8Array => {
    const bytes = new DataView(new ArrayBuffer(24));
    header(bytes, type, 16, 24);
    bytes.setUint32(12, 0xffffffff, true);
    bytes.setUint32(16, index('android'), true);
    bytes.setUint32(20, index(ANDROID), true);
    return new Uint8Array(bytes.buffer);
  };
  const map = new DataView(new ArrayBuffer(8 + named.length * 4));
  header(map, 0x0180, 8, map.byteLength);
  named.forEach((name, i) => map.setUint32(8 + i * 4, ATTRIBUTES[name] ?? 0, true));
  const parts = [
    stringPool(strings, utf8),
    new Uint8Array(map.buffer),
    space(0x0100),
    start('manifest', [
      ['versionCode', { number: facts.versionCode }],
      ['versionName', { text: facts.versionName }],
      ['package', { text: facts.package }],
    ]),
    start('uses-sdk', [['minSdkVersion', { number: facts.minSdkVersion }]]),
    end('uses-sdk'),
    start('application', application),
    end('application'),
    end('manifest'),
    space(0x0101),
  ];
  return chunkOf(0x0003, 8, new Uint8Array(), parts);
}

const header = (bytes: DataView, type: number, headerSize: number, size: number): void => {
  bytes.setUint16(0, type, true);
  bytes.setUint16(2, headerSize, true);
  bytes.setUint32(4, size, true);
};

function chunkOf(type: number, headerSize: number, rest: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  const size = headerSize + parts.reduce((n, part) => n + part.length, 0);
  const first = new DataView(new ArrayBuffer(headerSize));
  header(first, type, headerSize, size);
  new Uint8Array(first.buffer).set(rest, 8);
  return new Uint8Array(Buffer.concat([new Uint8Array(first.buffer), ...parts]));
}

export function stringPool(strings: readonly string[], utf8: boolean): Uint8Array {
  const encoded = strings.map((text) => {
    const octets = Buffer.from(text, utf8 ? 'utf8' : 'utf16le');
    return utf8
      ? Buffer.concat([Buffer.from([text.length, octets.length]), octets, Buffer.from([0])])
      : Buffer.concat([Buffer.from([text.length & 0xff, text.length >> 8]), octets, Buffer.from([0, 0])]);
  });
  const offsets = new DataView(new ArrayBuffer(strings.length * 4));
  let at = 0;
  encoded.forEach((octets, i) => {
    offsets.setUint32(i * 4, at, true);
    at += octets.length;
  });
  const padding = Buffer.alloc((4 - (at % 4)) % 4);
  const more = new DataView(new ArrayBuffer(20));
  more.setUint32(0, strings.length, true);
  more.setUint32(8, utf8 ? 0x100 : 0, true);
  more.setUint32(12, 28 + strings.length * 4, true);
  return chunkOf(0x0001, 28, new Uint8Array(more.buffer), [new Uint8Array(offsets.buffer), ...encoded, padding]);
}

/** resources.arsc with one package 0x7f: the texts of type 1, one configuration, ids from 0x7f010000 on. */
export function resourcesOf(texts: readonly string[]): Uint8Array {
  const entries = texts.map((_, i) => {
    const entry = new DataView(new ArrayBuffer(16));
    entry.setUint16(0, 8, true);
    entry.setUint32(4, i, true);
    entry.setUint16(8, 8, true);
    entry.setUint8(11, 0x03);
    entry.setUint32(12, i, true);
    return new Uint8Array(entry.buffer);
  });
  const offsets = new DataView(new ArrayBuffer(texts.length * 4));
  texts.forEach((_, i) => offsets.setUint32(i * 4, i * 16, true));
  const type = new DataView(new ArrayBuffer(20 + 64 - 8));
  const typeHeader = 20 + 64;
  type.setUint8(0, 1);
  type.setUint32(4, texts.length, true);
  type.setUint32(8, typeHeader + texts.length * 4, true);
  type.setUint32(12, 64, true);
  const typeChunk = chunkOf(0x0201, typeHeader, new Uint8Array(type.buffer), [
    new Uint8Array(offsets.buffer),
    ...entries,
  ]);
  const spec = new DataView(new ArrayBuffer(8));
  spec.setUint8(0, 1);
  spec.setUint32(4, texts.length, true);
  const specChunk = chunkOf(0x0202, 16, new Uint8Array(spec.buffer), [new Uint8Array(texts.length * 4)]);
  const [types, keys] = [
    stringPool(['string'], true),
    stringPool(
      texts.map((_, i) => `text_${i}`),
      true,
    ),
  ];
  const facts = new DataView(new ArrayBuffer(288 - 8));
  facts.setUint32(0, 0x7f, true);
  new Uint8Array(facts.buffer).set(Buffer.from('gov.agency.forms', 'utf16le'), 4);
  facts.setUint32(260, 288, true);
  facts.setUint32(264, 1, true);
  facts.setUint32(268, 288 + types.length, true);
  facts.setUint32(272, texts.length, true);
  const pack = chunkOf(0x0200, 288, new Uint8Array(facts.buffer), [types, keys, specChunk, typeChunk]);
  return chunkOf(0x0002, 12, new Uint8Array([1, 0, 0, 0]), [stringPool(texts, true), pack]);
}

export const apkOf = (facts: ApkFacts = apkFacts, more: Record<string, Uint8Array | string> = {}, utf8 = false) =>
  zipOf({ 'AndroidManifest.xml': manifestOf(facts, utf8), 'classes.dex': 'code', ...more });
