import { appIdentifier } from '@lanyard/contract';
import { DOMParser } from '@xmldom/xmldom';
import { parse as parsePlist } from 'plist';
import { isBinaryPlist, readBinaryPlist } from './bplist.ts';
import type { OpenedZip } from './open-zip.ts';
import { isPlainPng } from './png.ts';
import { hasDeclarations } from './xml-declarations.ts';
import { clean, MOST_ICON, required, type PackageFacts } from './package-facts.ts';

const MOST_PLIST = 1_048_576;
/** Characters. The parser of XML is slow where a text is made to be slow: seconds for a megabyte. */
const MOST_XML = 262_144;
/** A `<` that begins nothing of a property list. */
const STRANGE_TAG =
  /<(?!\/?(?:plist|dict|key|string|integer|real|true|false|date|data|array)[\s/>]|\?xml|!--|!DOCTYPE|!\[CDATA\[)/;

/** @param info name of the app's Info.plist */
export async function readIpa(zip: OpenedZip, info: string): Promise<PackageFacts> {
  const plist = readPlist((await zip.content(info, MOST_PLIST)) ?? new Uint8Array());
  const identifier = appIdentifier.safeParse(plist['CFBundleIdentifier']).data ?? null;
  const build = clean(plist['CFBundleVersion'], 60);
  return {
    platform: 'ios',
    identifier: required(identifier, 'CFBundleIdentifier'),
    name: required(
      clean(plist['CFBundleDisplayName'], 100) ?? clean(plist['CFBundleName'], 100) ?? identifier,
      'CFBundleName',
    ),
    version: required(clean(plist['CFBundleShortVersionString'], 60) ?? build, 'CFBundleShortVersionString'),
    build: build ?? '',
    minimumOs: clean(plist['MinimumOSVersion'], 20),
    icon: await iconOf(zip, info.slice(0, -'Info.plist'.length)),
  };
}

type Dictionary = Readonly<Record<string, unknown>>;

/** @throws TypeError when it is no property list, or has a document type of its own (which could name other files) */
export function readPlist(bytes: Uint8Array): Dictionary {
  const value: unknown = isBinaryPlist(bytes) ? readBinaryPlist(bytes) : readXmlPlist(new TextDecoder().decode(bytes));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('no dictionary');
  return value as Dictionary;
}

export function readXmlPlist(text: string): unknown {
  if (hasDeclarations(text)) throw new TypeError('a document type with declarations');
  if (text.length > MOST_XML || STRANGE_TAG.test(text)) throw new TypeError('not a property list, or a very long one');
  if (!/^\uFEFF?\s*(<\?xml|<!DOCTYPE|<!--|<plist)/.test(text)) throw new TypeError('not a property list');
  try {
    // First without a word: the library that reads lists would print what is wrong with them.
    new DOMParser({ onError: () => undefined }).parseFromString(text.replace(/^\uFEFF/, ''), 'text/xml');
    return parsePlist(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new TypeError(error instanceof Error ? error.message : 'not a property list', { cause: error });
  }
}

/** The largest that a browser can show; most are in Apple's own form, and then there is none. */
async function iconOf(zip: OpenedZip, folder: string): Promise<Uint8Array | null> {
  const names = zip.names
    .filter((name) => name.startsWith(`${folder}AppIcon`) && name.endsWith('.png'))
    .sort()
    .reverse();
  for (const name of names.slice(0, 8)) {
    const content = await zip.content(name, MOST_ICON).catch(() => null);
    if (content !== null && isPlainPng(content)) return content;
  }
  return null;
}
