import {
  fromReaderToWallet,
  fromWalletToReader,
  type FromReaderToWallet,
  type FromWalletToReader,
} from '@lanyard/contract';
import { type Bytes, equalSecrets, utf8Encode } from '@lanyard/pki';
import { WalletError } from '../errors.ts';
import type { RandomBytes } from '../ports.ts';
import type { Channel } from './channel.ts';
import { conversation, farewell, wanted } from './conversation.ts';
import { agreeOnNonces, pairingCode } from './short-code.ts';

/** From the first handshake on: five tries in this time. */
export const PAIRING_MS = 120_000;
export const PAIRING_TRIES = 5;

interface PhoneSide {
  readonly random: RandomBytes;
  readonly digits: number;
  /** The phone's name, for the desktop to show. */
  readonly phone: string;
  readonly show: (code: string) => void;
  /** Keeps the desktop's key: from now on no other is accepted under its name. */
  readonly keep: (key: Bytes) => Promise<void>;
}

/**
 * The phone's side of pairing: it shows the code, which is typed on the desktop.
 * @throws WalletError `pairing_code_wrong`: this handshake is spent; `desktop_busy`, `link_broken`
 */
export async function pairFromPhone(channel: Channel, { random, digits, phone, show, keep }: PhoneSide): Promise<void> {
  const talk = conversation<FromWalletToReader, FromReaderToWallet>(channel, fromReaderToWallet);
  const secret = await agreeOnNonces(channel, random);
  talk.say({ type: 'code-shown', digits, phone });
  show(pairingCode(secret, digits));
  if (!(await talk.expect('code')).right) throw new WalletError('pairing_code_wrong');
  const outcome = await talk.hear();
  if (outcome?.type === 'bye') throw new WalletError(outcome.why === 'taken' ? 'desktop_busy' : 'pairing_cancelled');
  wanted(outcome, 'paired');
  await keep(channel.remote);
  farewell(() => talk.say({ type: 'kept' }));
}

interface DesktopSide {
  readonly random: RandomBytes;
  /** What was typed. */
  readonly ask: (digits: number, phone: string) => Promise<string>;
  /** Tells the server. @throws WalletError `desktop_busy` */
  readonly register: () => Promise<void>;
  readonly keep: (key: Bytes, phone: string) => Promise<void>;
}

/**
 * The desktop's side: it compares what was typed with the code of its own handshake, once.
 * @throws WalletError `pairing_code_wrong`, `pairing_cancelled`, `desktop_busy`, `link_broken`
 */
export async function pairAtDesktop(channel: Channel, { random, ask, register, keep }: DesktopSide): Promise<void> {
  const talk = conversation<FromReaderToWallet, FromWalletToReader>(channel, fromWalletToReader);
  const secret = await agreeOnNonces(channel, random);
  const { digits, phone } = await talk.expect('code-shown');
  const next = talk.hear();
  // Heard of where it matters, below; until then nobody else listens.
  next.catch(() => undefined);
  const typed = await Promise.race([ask(digits, phone), next.then(() => undefined)]);
  if (typed === undefined) throw new WalletError('pairing_cancelled');
  const right = equalSecrets(utf8Encode(typed.replaceAll(/[\s-]/g, '')), utf8Encode(pairingCode(secret, digits)));
  talk.say({ type: 'code', right });
  if (!right) throw new WalletError('pairing_code_wrong');
  try {
    await register();
  } catch (error) {
    farewell(() => talk.say({ type: 'bye', why: 'taken' }));
    throw error;
  }
  await keep(channel.remote, phone);
  farewell(() => talk.say({ type: 'paired' }));
  // The phone says that it kept the key too. Should it not, it is the phone that pairs again.
  await next.catch(() => undefined);
}
