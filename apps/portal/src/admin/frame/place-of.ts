import { settingKindFacts } from '@lanyard/contract';
import type { SettingKind } from '@lanyard/contract';
import { listOfKind } from '../screens/user-settings/kinds.ts';
import { placeGroups } from './places.ts';

/** Screens whose address does not begin with that of their entry of the navigation. */
const elsewhere: readonly (readonly [string, string])[] = [
  ['/admin/app-configurations', '/admin/apps'],
  ...Object.keys(settingKindFacts).map((kind) => {
    const from = `/admin/user-settings/${kind}`;
    return [from, listOfKind(kind as SettingKind).path] as const;
  }),
];

const isIn = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

/** The path of the entry of the navigation that an address stands under; null where it stands under none. */
export function placeOf(path: string): string | null {
  const moved = elsewhere.find(([from]) => isIn(path, from));
  if (moved !== undefined) return moved[1];
  const paths = placeGroups.flatMap(({ places }) => places.map((place) => place.path));
  return paths.find((place) => (place === '/admin' ? path === place : isIn(path, place))) ?? null;
}
