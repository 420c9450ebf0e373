import { z } from 'zod';
import { uuid } from '../../common.ts';

const ids = (title: string, description: string) => z.array(uuid).max(500).default([]).meta({ title, description });

/** Whom a configuration or an app is for. The lists hold for `chosen` alone. */
export const audience = z
  .strictObject({
    to: z.enum(['all', 'none', 'chosen']).default('none').meta({
      title: 'Distribution',
      description: 'All compatible devices, none, or those of chosen people, user groups, devices and device groups.',
    }),
    people: ids('People', 'Every device of these people.'),
    userGroups: ids('User groups', 'Every device of the members of these groups.'),
    devices: ids('Devices', 'These devices.'),
    deviceGroups: ids('Device groups', 'Every device in these groups.'),
  })
  .refine((a) => a.to === 'chosen' || scopesOfLists(a).length === 0, {
    message: 'names somebody, so it must be "chosen"',
    path: ['to'],
  });
export type Audience = z.infer<typeof audience>;

/** The audience of what only travels with the app that refers to it. */
export const nobody: Audience = { to: 'none', people: [], userGroups: [], devices: [], deviceGroups: [] };

interface Lists {
  readonly people: readonly string[];
  readonly userGroups: readonly string[];
  readonly devices: readonly string[];
  readonly deviceGroups: readonly string[];
}
const scopesOfLists = ({ people, userGroups, devices, deviceGroups }: Lists): string[] => [
  ...people.map((id) => `person:${id}`),
  ...userGroups.map((id) => `group:${id}`),
  ...devices.map((id) => `device:${id}`),
  ...deviceGroups.map((id) => `device-group:${id}`),
];

/** Scopes of an audience. A device is in it where it has one of them; `all` is a scope of every device. */
export const scopesOf = (value: Audience): string[] =>
  value.to === 'all' ? ['all'] : value.to === 'none' ? [] : scopesOfLists(value);
