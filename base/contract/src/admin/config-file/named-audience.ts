import { z } from 'zod';
import { uuid } from '../../common.ts';
import type { Audience } from '../configurations/audience.ts';

/** Whatever order somebody wrote them in, and however often. */
export const asSet = (some: readonly string[]): string[] => [...new Set(some)].toSorted();
const names = z.array(z.string().min(1).max(320)).max(500).default([]).transform(asSet);

/** Whom something is for, as a file holds it: people by UPN, groups by name. Devices have no name of their own. */
export const namedAudience = z.union([
  z.enum(['all', 'none']),
  z.strictObject({
    people: names,
    userGroups: names,
    devices: z.array(uuid).max(500).default([]).transform(asSet),
    deviceGroups: names,
  }),
]);
export type NamedAudience = z.infer<typeof namedAudience>;

/** How a name is found for an id, and back. */
export type Renamed = (kind: 'person' | 'userGroup' | 'deviceGroup', one: string) => string;

/** @param nameOf the id itself where nothing has it any more */
export function audienceWithNames({ to, ...lists }: Audience, nameOf: Renamed): NamedAudience {
  return to === 'chosen' ? renamed(lists, nameOf) : to;
}

/** The way back. @param idOf throws where nothing has the name */
export function audienceWithIds(named: NamedAudience, idOf: Renamed): Audience {
  const nobody = { people: [], userGroups: [], devices: [], deviceGroups: [] };
  return typeof named === 'string' ? { to: named, ...nobody } : { to: 'chosen', ...renamed(named, idOf) };
}

function renamed(
  { people, userGroups, devices, deviceGroups }: Exclude<NamedAudience, string>,
  of: Renamed,
): Exclude<NamedAudience, string> {
  return {
    people: people.map((one) => of('person', one)).toSorted(),
    userGroups: userGroups.map((one) => of('userGroup', one)).toSorted(),
    devices: devices.toSorted(),
    deviceGroups: deviceGroups.map((one) => of('deviceGroup', one)).toSorted(),
  };
}
