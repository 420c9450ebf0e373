import type { Platform } from '@lanyard/contract';

export const platformTitles: Readonly<Record<Platform, string>> = {
  ios: 'iOS',
  android: 'Android',
  desktop: 'Desktop',
  unknown: 'Unknown',
};
