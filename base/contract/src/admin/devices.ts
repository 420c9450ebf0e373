import { z } from 'zod';
import { instant, platform, text, uuid } from '../common.ts';
import { deviceStates } from './lists.ts';

/** GET /api/admin/devices/{id} */
export const adminDeviceView = z.strictObject({
  id: uuid,
  personId: uuid,
  person: z.strictObject({ userName: z.string(), displayName: z.string() }).nullable(),
  state: z.enum(deviceStates),
  name: z.string(),
  platform,
  osVersion: z.string(),
  model: z.string(),
  walletVersion: z.string(),
  registeredAt: instant,
  lastCheckInAt: instant.nullable(),
  endedAt: instant.nullable(),
  space: z.strictObject({ id: uuid, name: z.string(), byHand: z.boolean() }),
  deviceGroups: z.array(z.strictObject({ id: uuid, name: z.string() })),
  version: z.number().int(),
});
export type AdminDeviceView = z.infer<typeof adminDeviceView>;

/** PATCH /api/admin/devices/{id}, on the version that `if-match` names */
export const deviceChange = z.strictObject({
  name: text(60).optional().meta({ title: 'Name', description: 'As its holder and your colleagues see it.' }),
  spaceId: uuid.nullable().optional().meta({
    title: 'Space',
    description: 'Moves the device by hand; empty lets the rules of the spaces decide again.',
  }),
});
export type DeviceChange = z.infer<typeof deviceChange>;

/** POST /api/admin/devices/{id}/lost and …/retire */
export const deviceEnding = z.strictObject({
  reason: text(500).meta({ title: 'Reason', description: 'Why, for whoever reads the audit log later.' }),
});

/** What ends with a device. */
export const endingPreview = z.strictObject({
  credentials: z.array(z.strictObject({ id: uuid, name: z.string(), state: z.string() })),
});
