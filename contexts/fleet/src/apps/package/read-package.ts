import type { AppPlatform } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import { openZip, type OpenedZip, type Source, type ZipLimits } from './open-zip.ts';
import { readApk } from './read-apk.ts';
import { readIpa } from './read-ipa.ts';

/** What a package says of itself. */
export interface PackageFacts {
  readonly platform: AppPlatform;
  readonly identifier: string;
  readonly name: string;
  readonly version: string;
  /** CFBundleVersion or versionCode. */
  readonly build: string;
  readonly minimumOs: string | null;
  /** PNG that a browser can show. */
  readonly icon: Uint8Array | null;
}

export const MOST_ICON = 512 * 1_024;

/**
 * Reads an IPA or APK, whichever it is by its content: the name of the file is not asked.
 * @throws LanyardError `app_package_wrong_type`, `app_package_damaged`, `app_package_unsafe`, `app_package_incomplete`
 */
export async function readPackage(source: Source, limits?: ZipLimits): Promise<PackageFacts> {
  const zip = await openZip(source, limits);
  try {
    return await read(zip);
  } catch (error) {
    // The readers of lists and XML speak of ranges and types: to whoever uploaded it that is damage.
    if (error instanceof LanyardError) throw error;
    if (error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError)
      throw new LanyardError('app_package_damaged', { why: error.message }, { cause: error });
    throw error;
  } finally {
    zip.close();
  }
}

function read(zip: OpenedZip): Promise<PackageFacts> {
  if (zip.names.includes('AndroidManifest.xml')) return readApk(zip);
  const info = zip.names.find((name) => /^Payload\/[^/]+\.app\/Info\.plist$/.test(name));
  if (info === undefined) throw new LanyardError('app_package_wrong_type');
  return readIpa(zip, info);
}

/** A text of the package, without what breaks a line or turns its direction; null when nothing is left. */
export function clean(text: unknown, max: number): string | null {
  if (typeof text !== 'string' && typeof text !== 'number') return null;
  const kept = String(text)
    .replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
    .slice(0, max);
  return kept === '' ? null : kept;
}

/** @throws LanyardError `app_package_incomplete` naming what is missing */
export function required(value: string | null, what: string): string {
  if (value === null) throw new LanyardError('app_package_incomplete', { missing: what });
  return value;
}
