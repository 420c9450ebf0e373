import {
  fromReaderToWallet,
  fromWalletToReader,
  type FromReaderToWallet,
  type FromWalletToReader,
  type PairingConsent,
} from '@lanyard/contract';
import { type Bytes, equalSecrets, fromBase64, toBase64, utf8Encode } from '@lanyard/pki';
import { WalletError } from '../errors.ts';
import type { RandomBytes } from '../ports.ts';
import type { Channel } from './channel.ts';
import { conversation, farewell, wanted } from './conversation.ts';
import { cpace, cpaceProof } from './cpace.ts';
import { makePairingCode } from './pairing-code.ts';

/** From the first handshake on: five tries in this time. */
export const PAIRING_MS = 120_000;
export const PAIRING_TRIES = 5;

interface PhoneSide {
  readonly random: RandomBytes;
  readonly digits: number;
  /** The phone's name, for the desktop to show. */
  readonly phone: string;
  readonly show: (code: string) => void;
  /** Tells the server of a pairing that it saw nothing of. */
  readonly register: (consent: PairingConsent) => Promise<void>;
  /** Keeps the desktop's key: from now on no other is accepted under its name. */
  readonly keep: (key: Bytes) => Promise<void>;
}

/**
 * The phone's side of pairing: it shows a random code, which is typed on the desktop. By CPace each proves to the other
 * that it has the code, in this channel: whoever stands between them with a channel to each can test one guess.
 * @throws WalletError `pairing_code_wrong`: this handshake is spent; `desktop_busy`, `link_broken`, and what `register` throws
 */
export async function pairFromPhone(channel: Channel, side: PhoneSide): Promise<void> {
  const { random, digits, phone, show, register, keep } = side;
  const talk = conversation<FromWalletToReader, FromReaderToWallet>(channel, fromReaderToWallet);
  const code = makePairingCode(random, digits);
  const run = cpace({ ...bound(channel), password: utf8Encode(code), initiator: true, secret: random(32) });
  talk.say({ type: 'code-shown', digits, phone, share: toBase64(run.share) });
  show(code);
  const { share, proof } = await talk.expect('typed');
  const key = run.finish(fromBase64(share));
  if (!equalSecrets(fromBase64(proof), cpaceProof(key, 'responder', channel.hash))) {
    farewell(() => talk.say({ type: 'wrong' }));
    throw new WalletError('pairing_code_wrong');
  }
  talk.say({ type: 'right', proof: toBase64(cpaceProof(key, 'initiator', channel.hash)) });
  let outcome = await talk.hear();
  if (outcome?.type === 'consent') {
    const { type: _type, ...consent } = outcome;
    try {
      await register(consent);
    } catch (error) {
      farewell(() => talk.say({ type: 'bye', why: 'refused' }));
      throw error;
    }
    talk.say({ type: 'registered' });
    outcome = await talk.hear();
  }
  if (outcome?.type === 'bye') throw new WalletError(outcome.why === 'taken' ? 'desktop_busy' : 'pairing_cancelled');
  wanted(outcome, 'paired');
  await keep(channel.remote);
  farewell(() => talk.say({ type: 'kept' }));
}

interface DesktopSide {
  readonly random: RandomBytes;
  /** What was typed. */
  readonly ask: (digits: number, phone: string) => Promise<string>;
  /**
   * Tells the server. @param byPhone has the phone tell it, where the desktop has no network
   * @throws WalletError `desktop_busy`, `pairing_not_registered`
   */
  readonly register: (byPhone: (consent: PairingConsent) => Promise<void>) => Promise<void>;
  readonly keep: (key: Bytes, phone: string) => Promise<void>;
}

/**
 * The desktop's side: it proves that the code was typed here, and asks the same of the phone, once.
 * @throws WalletError `pairing_code_wrong`, `pairing_cancelled`, `desktop_busy`, `pairing_not_registered`, `link_broken`
 */
export async function pairAtDesktop(channel: Channel, { random, ask, register, keep }: DesktopSide): Promise<void> {
  const talk = conversation<FromReaderToWallet, FromWalletToReader>(channel, fromWalletToReader);
  const { digits, phone, share } = await talk.expect('code-shown');
  const next = talk.hear();
  // Heard of where it matters, below; until then nobody else listens.
  next.catch(() => undefined);
  const typed = await Promise.race([ask(digits, phone), next.then(() => undefined)]);
  if (typed === undefined) throw new WalletError('pairing_cancelled');
  const password = utf8Encode(typed.replaceAll(/[\s-]/g, ''));
  const run = cpace({ ...bound(channel), password, initiator: false, secret: random(32) });
  const key = run.finish(fromBase64(share));
  const proof = toBase64(cpaceProof(key, 'responder', channel.hash));
  talk.say({ type: 'typed', share: toBase64(run.share), proof });
  const verdict = await next;
  if (verdict === undefined) throw new WalletError('pairing_cancelled');
  if (verdict.type !== 'right' || !isProof(verdict.proof, key, channel)) throw new WalletError('pairing_code_wrong');
  try {
    await register(async (consent) => {
      talk.say({ type: 'consent', ...consent });
      if ((await talk.hear())?.type !== 'registered') throw new WalletError('pairing_not_registered');
    });
  } catch (error) {
    farewell(() => talk.say({ type: 'bye', why: 'taken' }));
    throw error;
  }
  await keep(channel.remote, phone);
  farewell(() => talk.say({ type: 'paired' }));
  // The phone says that it kept the key too. Should it not, it is the phone that pairs again.
  await talk.hear().catch(() => undefined);
}

/** A run of CPace counts in the channel in which it is made, and between these two sides. */
const bound = (channel: Channel) => ({
  context: utf8Encode('lanyard card link pairing'),
  session: channel.hash,
  associated: { initiator: utf8Encode('phone'), responder: utf8Encode('desktop') },
});

const isProof = (proof: string, key: Bytes, channel: Channel): boolean =>
  equalSecrets(fromBase64(proof), cpaceProof(key, 'initiator', channel.hash));
