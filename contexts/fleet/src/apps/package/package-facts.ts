import type { AppPlatform } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';

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
