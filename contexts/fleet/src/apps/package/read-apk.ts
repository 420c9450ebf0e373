import { appIdentifier } from '@lanyard/contract';
import { readResources, type ResourceTexts } from './arsc.ts';
import { readAxml, type AxmlElement, type AxmlValue } from './axml.ts';
import type { OpenedZip } from './open-zip.ts';
import { isPlainPng } from './png.ts';
import { clean, MOST_ICON, required, type PackageFacts } from './package-facts.ts';

const MOST_MANIFEST = 4 * 1_048_576;
const MOST_RESOURCES = 64 * 1_048_576;

export async function readApk(zip: OpenedZip): Promise<PackageFacts> {
  const elements = readAxml((await zip.content('AndroidManifest.xml', MOST_MANIFEST)) ?? new Uint8Array());
  const manifest = elements.find(({ name, depth }) => name === 'manifest' && depth === 1);
  const application = elements.find(({ name, depth }) => name === 'application' && depth === 2);
  const sdk = elements.find(({ name, depth }) => name === 'uses-sdk' && depth === 2);
  const of = (element: AxmlElement | undefined, name: string) => element?.attributes.get(name);
  const [label, icon, versionName] = [of(application, 'label'), of(application, 'icon'), of(manifest, 'versionName')];
  const resources = await resourcesOf(zip, [label, icon, versionName]);
  const identifier = appIdentifier.safeParse(textOf(of(manifest, 'package'), resources)).data ?? null;
  const build = textOf(of(manifest, 'versionCode'), resources);
  return {
    platform: 'android',
    identifier: required(identifier, 'package'),
    name: required(clean(textOf(label, resources), 100) ?? identifier, 'android:label'),
    version: required(clean(textOf(versionName, resources), 60) ?? build, 'android:versionName'),
    build: build ?? '',
    minimumOs: androidOf(of(sdk, 'minSdkVersion')),
    icon: await iconOf(zip, icon, resources),
  };
}

function textOf(value: AxmlValue | undefined, resources: ResourceTexts): string | null {
  if (value === undefined) return null;
  if (value.is === 'text') return value.text;
  if (value.is === 'number') return String(value.number);
  return resources.get(value.id)?.[0] ?? null;
}

async function resourcesOf(zip: OpenedZip, values: readonly (AxmlValue | undefined)[]): Promise<ResourceTexts> {
  const ids = values.flatMap((value) => (value?.is === 'reference' ? [value.id] : []));
  const table = ids.length > 0 ? await zip.content('resources.arsc', MOST_RESOURCES) : null;
  return table === null ? new Map() : readResources(table, ids);
}

/** The last of the PNG variants, which is the one of the greatest density; icons that are drawn by XML are left out. */
async function iconOf(
  zip: OpenedZip,
  icon: AxmlValue | undefined,
  resources: ResourceTexts,
): Promise<Uint8Array | null> {
  const files = icon?.is === 'reference' ? (resources.get(icon.id) ?? []) : [];
  for (const name of files
    .filter((file) => file.endsWith('.png'))
    .reverse()
    .slice(0, 8)) {
    const content = await zip.content(name, MOST_ICON).catch(() => null);
    if (content !== null && isPlainPng(content)) return content;
  }
  return null;
}

/** API levels by the versions of Android that brought them, as people know them. */
const VERSIONS: Readonly<Record<number, string>> = {
  21: '5.0',
  23: '6.0',
  24: '7.0',
  26: '8.0',
  28: '9',
  29: '10',
  30: '11',
  31: '12',
  33: '13',
  34: '14',
  35: '15',
  36: '16',
};

function androidOf(level: AxmlValue | undefined): string | null {
  if (level?.is !== 'number') return null;
  return VERSIONS[level.number] ?? `API ${level.number}`;
}
