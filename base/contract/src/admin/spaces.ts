import { z } from 'zod';
import { platform, text, uuid } from '../common.ts';
import { listPage, listQuery } from './list.ts';

/** The space of every device that no other claims. It cannot be deleted. */
export const DEFAULT_SPACE = '00000000-0000-4000-8000-000000000001';

const ids = (title: string, description: string) => z.array(uuid).max(500).default([]).meta({ title, description });
const name = text(100).meta({ title: 'Name', description: 'Nothing else of its kind may have it, in any case.' });

/** A part of the fleet with administrators of its own. */
export const spaceInput = z.strictObject({
  name,
  rank: z.number().int().min(0).max(100_000).default(100).meta({
    title: 'Rank',
    description: 'Where several spaces claim a device, the lowest rank has it.',
  }),
  userGroups: ids('User groups', 'Devices of the members of these groups belong to the space.'),
  deviceGroups: ids('Device groups', 'Devices in these groups belong to the space.'),
});
export type SpaceInput = z.infer<typeof spaceInput>;
export const spaceView = spaceInput.extend({
  id: uuid,
  /** The default space comes after all. */
  rank: z.number().int(),
  version: z.number().int(),
  /** Active ones; 10,000 stands for that many or more. */
  devices: z.number().int(),
  isDefault: z.boolean(),
});
export type SpaceView = z.infer<typeof spaceView>;

const osVersion = z.string().regex(/^\d+(\.\d+){0,3}$/, 'is a version such as 17.2');
/** Which devices belong of themselves: those that meet every condition that is given. */
export const deviceGroupRule = z.strictObject({
  platforms: z.array(platform).max(4).default([]).meta({
    title: 'Platforms',
    description: 'Devices of one of these platforms; all where none is chosen.',
  }),
  osFrom: osVersion.nullable().default(null).meta({
    title: 'OS version from',
    description: 'Devices with this version of their operating system or a newer one.',
  }),
  osBelow: osVersion.nullable().default(null).meta({
    title: 'OS version below',
    description: 'Devices with an older version of their operating system than this.',
  }),
  userGroups: ids('User groups', 'Devices of the members of one of these groups; everybody where none is chosen.'),
});
export type DeviceGroupRule = z.infer<typeof deviceGroupRule>;

export const deviceGroupInput = z.strictObject({
  name,
  description: z.string().trim().max(500).default('').meta({
    title: 'Description',
    description: 'What it is for, for your colleagues.',
  }),
  rule: deviceGroupRule.nullable().default(null).meta({
    title: 'Rule',
    description: 'Devices that belong of themselves. Without a rule, only those that were added.',
  }),
});
export type DeviceGroupInput = z.infer<typeof deviceGroupInput>;
export const deviceGroupView = deviceGroupInput.extend({
  id: uuid,
  version: z.number().int(),
  /** Active ones in it, by hand or by its rule; 10,000 stands for that many or more. */
  devices: z.number().int(),
});
export type DeviceGroupView = z.infer<typeof deviceGroupView>;
export const deviceGroupPage = listPage(deviceGroupView);
export const deviceGroupQuery = listQuery;

/** GET /api/admin/device-groups/{id}/devices: a page by name */
export const deviceGroupDevices = z.strictObject({
  items: z.array(
    z.strictObject({
      id: uuid,
      name: z.string(),
      platform,
      personId: uuid,
      /** Added by hand; else its rule claims it. */
      byHand: z.boolean(),
    }),
  ),
  next: z.string().nullable(),
});
export type DeviceGroupDevices = z.infer<typeof deviceGroupDevices>;

/** POST /api/admin/device-groups/{id}/members: by hand, whatever the rule says. */
export const deviceGroupMembers = z.strictObject({
  add: z.array(uuid).max(1_000).default([]),
  remove: z.array(uuid).max(1_000).default([]),
});
