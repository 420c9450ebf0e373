import { z } from 'zod';
import { base64, text, uuid } from './common.ts';
import { pairingConsent, readerId } from './pairing.ts';

// What wallet and reader say to each other inside the sealed way between them. No server ever reads it.

const octet = z.number().int().min(0).max(255);
const call = z.number().int().min(1).max(0xffff_ffff);
/** The longest container (SP 800-73-5 pt1 Table 7) and what is around it. */
const LONGEST_DATA = 16_640;
/** A share of CPace, or the proof of its key. */
const share = base64(32);

export const fromWalletToReader = z.discriminatedUnion('type', [
  /** The code stands on the phone: it can be typed now. */
  z.strictObject({ type: z.literal('code-shown'), digits: z.number().int().min(6).max(8), phone: text(60), share }),
  /** What was typed is what the phone shows: both have proved it to each other. */
  z.strictObject({ type: z.literal('right'), proof: share }),
  z.strictObject({ type: z.literal('wrong') }),
  /** The server knows of the pairing that the desktop consented to. */
  z.strictObject({ type: z.literal('registered') }),
  /** The desktop is kept as paired. */
  z.strictObject({ type: z.literal('kept') }),
  /** The holder compared the number and connects. */
  z.strictObject({ type: z.literal('confirmed') }),
  /** A public object of the card; `card` ends them. */
  z.strictObject({
    type: z.literal('object'),
    tag: z.number().int().min(1).max(0xff_ffff),
    content: base64(LONGEST_DATA),
  }),
  z.strictObject({ type: z.literal('card') }),
  z.strictObject({ type: z.literal('no-card') }),
  z.strictObject({ type: z.literal('answer'), call, data: base64(LONGEST_DATA), sw: z.number().int().max(0xffff) }),
  /** Answers `there`. */
  z.strictObject({ type: z.literal('here') }),
  /** `asleep`: the wallet closes, and its holder wants the card to be waited for. `forbidden`: this way is, from now on. */
  z.strictObject({
    type: z.literal('bye'),
    why: z.enum(['disconnected', 'forgotten', 'forbidden', 'refused', 'asleep']),
  }),
]);
export type FromWalletToReader = z.infer<typeof fromWalletToReader>;

export const fromReaderToWallet = z.discriminatedUnion('type', [
  /** The code was typed. */
  z.strictObject({ type: z.literal('typed'), share, proof: share }),
  /** Over Bluetooth: what the phone tells the server of. */
  z.strictObject({ type: z.literal('consent'), ...pairingConsent.shape }),
  z.strictObject({ type: z.literal('paired') }),
  /** One command of the card, its chain joined. */
  z.strictObject({
    type: z.literal('command'),
    call,
    ins: octet,
    p1: octet,
    p2: octet,
    data: base64(LONGEST_DATA),
    le: z.number().int().min(1).max(256).nullable(),
    /** It is in the class of PIV secure messaging: the card takes the protection off. */
    secured: z.literal(true).optional(),
  }),
  /** Is anybody there? A phone that the system has put to sleep keeps its connection and says nothing. */
  z.strictObject({ type: z.literal('there') }),
  /** Power was taken from the card: what was verified is forgotten. */
  z.strictObject({ type: z.literal('reset') }),
  z.strictObject({ type: z.literal('bye'), why: z.enum(['stopped', 'forgotten', 'taken']) }),
]);
export type FromReaderToWallet = z.infer<typeof fromReaderToWallet>;

// What they say in the clear over Bluetooth, where no relay tells each who the other is. Nobody need believe it: the
// names are bound into the handshake that follows.

/** A phone's first words. Its id is said once, when it pairs: nobody can follow it by its connections. */
export const fromWalletNearby = z.discriminatedUnion('purpose', [
  z.strictObject({ purpose: z.literal('pair'), deviceId: uuid }),
  z.strictObject({ purpose: z.literal('connect') }),
]);
export type FromWalletNearby = z.infer<typeof fromWalletNearby>;

export const fromReaderNearby = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('here'),
    readerId,
    name: text(60),
    /** Octets that a packet may have in this connection: ATT_MTU less 3, and no more than a value has (Vol 3, Part F, §3.2.9). */
    packet: z.number().int().min(20).max(512),
  }),
  /** `busy`: it is another phone's, or waits for nothing but its own. `unpaired`: it has no phone, and does not wait. */
  z.strictObject({ type: z.literal('refused'), why: z.enum(['busy', 'unpaired']) }),
]);
export type FromReaderNearby = z.infer<typeof fromReaderNearby>;
