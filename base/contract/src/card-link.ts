import { z } from 'zod';
import { base64, text } from './common.ts';

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
  /** `asleep`: the wallet closes, and its holder wants the card to be waited for. */
  z.strictObject({ type: z.literal('bye'), why: z.enum(['disconnected', 'forgotten', 'refused', 'asleep']) }),
]);
export type FromWalletToReader = z.infer<typeof fromWalletToReader>;

export const fromReaderToWallet = z.discriminatedUnion('type', [
  /** The code was typed. */
  z.strictObject({ type: z.literal('typed'), share, proof: share }),
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
  }),
  /** Is anybody there? A phone that the system has put to sleep keeps its connection and says nothing. */
  z.strictObject({ type: z.literal('there') }),
  /** Power was taken from the card: what was verified is forgotten. */
  z.strictObject({ type: z.literal('reset') }),
  z.strictObject({ type: z.literal('bye'), why: z.enum(['stopped', 'forgotten', 'taken']) }),
]);
export type FromReaderToWallet = z.infer<typeof fromReaderToWallet>;
