import {
  fromReaderToWallet,
  fromWalletToReader,
  type FromReaderToWallet,
  type FromWalletToReader,
} from '@lanyard/contract';
import { WalletError } from '../errors.ts';
import type { RandomBytes } from '../ports.ts';
import type { Channel } from './channel.ts';
import { conversation, type Conversation, farewell, wanted } from './conversation.ts';
import { agreeOnNonces, connectionNumber } from './short-code.ts';

/** A holder has so long to compare the numbers. */
export const CONFIRM_MS = 60_000;

export type PhoneTalk = Conversation<FromWalletToReader, FromReaderToWallet>;
export type DesktopTalk = Conversation<FromReaderToWallet, FromWalletToReader>;

interface PhoneSide {
  readonly random: RandomBytes;
  /** Shows the number and resolves with what the holder decided. */
  readonly confirm: (number: string) => Promise<boolean>;
}

/**
 * The phone's side of a connection to a paired desktop.
 * @throws WalletError `connection_refused` when the holder says no, `desktop_not_reachable` when the desktop left meanwhile
 */
export async function connectFromPhone(channel: Channel, { random, confirm }: PhoneSide): Promise<PhoneTalk> {
  const talk = conversation<FromWalletToReader, FromReaderToWallet>(channel, fromReaderToWallet);
  const secret = await agreeOnNonces(channel, random);
  const next = talk.hear();
  next.catch(() => undefined);
  const decided = await Promise.race([confirm(connectionNumber(secret)), next.then(() => undefined)]);
  if (decided === undefined) throw new WalletError('desktop_not_reachable');
  if (!decided) {
    farewell(() => talk.say({ type: 'bye', why: 'refused' }));
    throw new WalletError('connection_refused');
  }
  talk.say({ type: 'confirmed' });
  return resumed(talk, next);
}

interface DesktopSide {
  readonly random: RandomBytes;
  readonly show: (number: string) => void;
}

/** The desktop's side. @throws WalletError `connection_refused` when the holder of the phone says no, `link_broken` */
export async function connectAtDesktop(channel: Channel, { random, show }: DesktopSide): Promise<DesktopTalk> {
  const talk = conversation<FromReaderToWallet, FromWalletToReader>(channel, fromWalletToReader);
  show(connectionNumber(await agreeOnNonces(channel, random)));
  const answer = await talk.hear();
  if (answer?.type === 'bye') throw new WalletError('connection_refused');
  wanted(answer, 'confirmed');
  return talk;
}

/** Gives the message that is already being waited for before any other. */
function resumed<Out, In extends { readonly type: string }>(
  talk: Conversation<Out, In>,
  first: Promise<In | undefined>,
): Conversation<Out, In> {
  let waiting: Promise<In | undefined> | undefined = first;
  const hear = (): Promise<In | undefined> => {
    const next = waiting ?? talk.hear();
    waiting = undefined;
    return next;
  };
  return { ...talk, hear, expect: async (type) => wanted(await hear(), type) };
}
