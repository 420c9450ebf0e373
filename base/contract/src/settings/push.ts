import { z } from 'zod';

const PORT = String.raw`(:\d{1,5})?`;
const NAME = String.raw`[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+`;

/** `push.example.org`, `*.push.example.org`, `10.1.2.3:8443`. A star never stands for what many people share. */
export const pushService = z
  .string()
  .max(260)
  .regex(new RegExp(`^(\\*\\.)?${NAME}${PORT}$`), 'is a host such as push.example.org or *.push.example.org');

/** How a wallet that is closed is woken. */
export const pushSetting = z.strictObject({
  wake: z.boolean().default(true).meta({
    title: 'Let desktops wake phones',
    description:
      'A desktop that wants to use the card of a phone whose wallet is closed has a notification shown there. Its holder chooses this on the phone.',
  }),
  services: z
    .array(pushService)
    .max(30)
    .default(['fcm.googleapis.com', 'updates.push.services.mozilla.com', 'web.push.apple.com'])
    .meta({
      title: 'Push services',
      description:
        'Hosts of the browser makers that this server may send notifications through; no other is called. Port 443, unless a port follows. A private address is called only where it stands here itself.',
    }),
});
export type PushSetting = z.infer<typeof pushSetting>;
