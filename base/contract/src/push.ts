import { z } from 'zod';
import { base64url } from './common.ts';
import { readerId } from './pairing.ts';

/** GET /device/push */
export const pushFacts = z.strictObject({
  /** Whether the organisation lets desktops wake phones. */
  allowed: z.boolean(),
  /** RFC 8292 §3.2: an uncompressed point of P-256, base64url. */
  applicationServerKey: base64url(65),
});
export type PushFacts = z.infer<typeof pushFacts>;

/** What a browser hands out for one server (RFC 8030 §4, RFC 8291 §2). */
export const pushSubscription = z.strictObject({
  endpoint: z.url({ protocol: /^https$/ }).max(1_000),
  /** An uncompressed point of P-256. */
  p256dh: base64url(65).length(87),
  /** 16 octets. */
  auth: base64url(16).length(22),
});
export type PushSubscription = z.infer<typeof pushSubscription>;

/** PUT /device/push: where this phone is woken, and by which desktop alone. */
export const pushInput = z.strictObject({ subscription: pushSubscription, readerId });
export type PushInput = z.infer<typeof pushInput>;

/** What the wallet's worker finds in a message. Its length is the same for every desktop. */
export const wakeMessage = z.strictObject({ wake: readerId });
export type WakeMessage = z.infer<typeof wakeMessage>;
