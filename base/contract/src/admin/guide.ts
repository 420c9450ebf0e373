import { z } from 'zod';
import { platform, provider } from '../common.ts';

/** GET /api/admin/guide */
export const guideQuery = z.object({
  provider: provider.default('lanyard'),
  platform: platform.extract(['ios', 'android']).default('ios'),
});

/** The set-up, in the order in which it is done. */
export const guideTasks = [
  'certificate-authentication',
  'provider-enabled',
  'self-service-url',
  'pin-registration',
  'identity-certificates',
  'app-catalog-clip',
  'appconnect-device',
  'device-passcode',
  'derived-credential-app',
  'managed-apps',
  'clip-reaches-devices',
  'people',
  'mail',
  'entrust-portal',
  'mail-server-certificates',
  'purebred-app',
] as const;
export type GuideTaskName = (typeof guideTasks)[number];

export const guideTask = z.strictObject({
  task: z.enum(guideTasks),
  title: z.string(),
  /** not_applicable: not a task of this provider and platform. */
  state: z.enum(['done', 'not_done', 'cannot_tell', 'not_applicable']),
  required: z.boolean(),
  /** Done somewhere else than here. */
  outside: z.boolean(),
  why: z.string(),
  next: z.string().nullable(),
  link: z.string().nullable(),
});
export type GuideTask = z.infer<typeof guideTask>;

export const guide = z.strictObject({
  provider,
  platform,
  /** Whether this provider is to be had on this platform at all. */
  supported: z.boolean(),
  reason: z.string().nullable(),
  done: z.number().int(),
  left: z.number().int(),
  tasks: z.array(guideTask),
});
export type Guide = z.infer<typeof guide>;
