import { z } from 'zod';

/** How a desktop may use the phone as its card. */
export const desktopUse = z.strictObject({
  relay: z.enum(['allowed', 'forbidden']).default('allowed').meta({
    title: 'Relay',
    description:
      'Whether phone and desktop may meet over the network. It cannot show that they are near each other; Bluetooth can.',
  }),
  bluetooth: z
    .enum(['allowed', 'forbidden'])
    .default('allowed')
    .meta({
      title: 'Bluetooth',
      description:
        'Whether phone and desktop may meet over Bluetooth LE: the desktop runs “lanyard reader --bluetooth”, and the ' +
        'phone’s browser has Web Bluetooth (Chrome on Android; not Safari on iOS).',
    }),
  pairingCodeDigits: z
    .number()
    .int()
    .min(6)
    .max(8)
    .default(6)
    .meta({ title: 'Length of the pairing code', description: 'Digits, 6 to 8 (SP 800-63B-4 §3.2.11).' }),
  confirmUses: z.boolean().default(false).meta({
    title: 'Ask before each use',
    description: 'The phone asks its holder whenever a desktop wants to sign or decrypt.',
  }),
  secureMessaging: z
    .enum(['off', 'pairing-code', 'no-pairing-code'])
    .default('off')
    .meta({
      title: 'PIV secure messaging',
      description:
        'For programs that speak it (SP 800-73-5): a channel that ends in the card itself, over which it takes commands as ' +
        'if by its contacts, with or without a pairing code of the card. The way between phone and desktop is sealed anyway.',
      options: {
        off: 'Off',
        'pairing-code': 'On, with a pairing code',
        'no-pairing-code': 'On, without a pairing code',
      },
    }),
});
export type DesktopUse = z.infer<typeof desktopUse>;
