import { z } from 'zod';
import { base64url, instant, text, uuid } from './common.ts';

/** SHA-256 of the reader's public key, base64url: a reader cannot take another's name. */
export const readerId = z.string().regex(/^[\w-]{43}$/);

/** What a desktop that waits shows, for its holder to type on the phone: 6 characters of Crockford base32 (30 bits). */
export const READER_WORD_LENGTH = 6;
export const readerWord = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{6}$/);

/** A desktop that is paired with a device. */
export const pairedDesktop = z.strictObject({
  readerId,
  name: text(60),
  deviceId: uuid,
  deviceName: z.string(),
  pairedAt: instant,
  lastConnectedAt: instant.nullable(),
  /** Its reader runs and can be reached. */
  online: z.boolean(),
  /** A device is connected to it at the moment, over the relay. */
  connected: z.boolean(),
});
export type PairedDesktop = z.infer<typeof pairedDesktop>;
/** GET /device/desktops, /api/me/desktops, /api/admin/devices/{id}/desktops */
export const pairedDesktops = z.strictObject({ desktops: z.array(pairedDesktop) });

/** POST /device/desktops/find */
export const findDesktopInput = z.strictObject({ word: readerWord });
export const waitingDesktops = z.strictObject({
  desktops: z.array(z.strictObject({ readerId, name: text(60), waitsUntil: instant })),
});
export type WaitingDesktop = z.infer<typeof waitingDesktops>['desktops'][number];

/** POST /device/relay/tickets: the right to open one way to one desktop. */
export const relayTicketInput = z.discriminatedUnion('purpose', [
  z.strictObject({ purpose: z.literal('pair'), readerId, word: readerWord }),
  z.strictObject({ purpose: z.literal('connect'), readerId }),
]);
export type RelayTicketInput = z.infer<typeof relayTicketInput>;
export const relayTicket = z.strictObject({ ticket: z.string(), expiresIn: z.number().int() });

/** What a desktop that a phone paired with over Bluetooth signed: it is this phone's from now on. */
export const pairingConsent = z.strictObject({
  /** The reader's Ed25519 key, 32 octets. */
  key: base64url(32),
  name: text(60),
  /** Of the desktop's clock. */
  at: instant,
  /** Over {@link consentText}. */
  signature: base64url(64),
});
export type PairingConsent = z.infer<typeof pairingConsent>;
/** POST /device/desktops: the phone tells of a pairing that the server saw nothing of. */
export const pairedOverBluetooth = z.strictObject({ readerId });

/** For this server, this phone, this time, and nothing else. @param at as in the consent */
export const consentText = (origin: string, deviceId: string, { name, at }: { name: string; at: string }): string =>
  `lanyard reader consent\n${origin}\n${deviceId}\n${at}\n${name}`;
