import type { Audience } from '@lanyard/contract';

const nouns = [
  ['people', 'person', 'people'],
  ['userGroups', 'user group', 'user groups'],
  ['devices', 'device', 'devices'],
  ['deviceGroups', 'device group', 'device groups'],
] as const;

/** Whom something is for, in a few words: "2 user groups, 1 device". */
export function audienceWords(audience: Audience): string {
  if (audience.to === 'all') return 'all devices';
  if (audience.to === 'none') return 'no devices';
  const parts = nouns.flatMap(([key, one, many]) => {
    const count = audience[key].length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return parts.length === 0 ? 'nobody yet' : parts.join(', ');
}
