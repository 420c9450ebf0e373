import {
  type CardPorts,
  chainOver,
  type CommandApdu,
  createCard,
  hasPairingCode,
  hostOf,
  OBJECT,
  only,
  type ResponseApdu,
  SECURE_CLASS,
  suiteOfSigner,
  SW,
} from '@lanyard/piv';
import type { Bytes } from '@lanyard/pki';
import { CARD_ATR } from '../card/wallet-card.ts';
import type { RandomBytes } from '../ports.ts';

/** A command whose chain is joined. */
export interface RemoteCommand extends Omit<CommandApdu, 'cla'> {
  /** By PIV secure messaging, which ends in the phone. */
  readonly secured?: true;
}
/** Has the phone perform a command. @throws when it did not answer: nobody knows what happened */
export type AskPhone = (command: RemoteCommand) => Promise<ResponseApdu>;

interface RemoteCardParts {
  /** The card's public objects, as the phone sent them. */
  readonly objects: ReadonlyMap<number, Bytes>;
  /** Wakes a phone that sleeps, and waits for it. */
  readonly ask: AskPhone;
  /** Undefined where the phone is not there at the moment. */
  readonly askIfThere: (command: RemoteCommand) => Promise<ResponseApdu | undefined>;
  /** Power was taken from it. */
  readonly powerOff: () => void;
  readonly random: RandomBytes;
}

/** A card in a desktop's reader. */
export interface RemoteCard {
  readonly atr: Bytes;
  transmit(octets: Bytes): Promise<Bytes>;
  reset(): void;
}

const [SELECT, GET_DATA, VERIFY, CHANGE_REFERENCE_DATA, RESET_RETRY_COUNTER, GENERAL_AUTHENTICATE] = [
  0xa4, 0xcb, 0x20, 0x24, 0x2c, 0x87,
];
/** Where the phone was never asked. It may be more than there are: the phone judges every PIN. */
const UNKNOWN_TRIES = 15;

/**
 * The phone's card as the desktop shows it. It answers by itself what anybody may read, so that a program that only looks
 * does not wake the phone: SELECT, GET DATA, and while the phone sleeps also how many tries the PIN has. It has no key and
 * judges no PIN: what uses them is the phone's to answer, and where that fails the answer is `6F00`, never silence.
 */
export function remoteCard({ objects, ask, askIfThere, powerOff, random }: RemoteCardParts): RemoteCard {
  const tries = triesSeen();
  const shown = hostOf((octets) => front.transmit(octets));
  const pairs = hasPairingCode(objects.get(OBJECT.discovery) ?? new Uint8Array(0));
  const front = createCard({
    // The pairing code is behind the PIN: that it is there is known, what it is only to the phone.
    objects: {
      read: (tag) => objects.get(tag) ?? (tag === OBJECT.pairingCode && pairs ? new Uint8Array(0) : undefined),
    },
    keys: {
      algorithmOf: () => undefined,
      signDigest: async () => 'unusable',
      agree: async () => 'unusable',
      rsa: async () => 'unusable',
    },
    pin: {
      triesLeft: async () => tries.left(),
      verify: async () => ({ kind: 'blocked' }),
      change: async () => ({ kind: 'blocked' }),
      unblock: async () => ({ kind: 'blocked' }),
      forget: () => undefined,
    },
    random: { bytes: random },
    ...secureMessagingOf(objects),
  });
  const transmission = chainOver(async ({ cla, ...plain }) => {
    if (cla === SECURE_CLASS)
      return objects.has(OBJECT.secureMessagingSigner)
        ? ask({ ...plain, secured: true }).catch(() => only(SW.noDiagnosis))
        : only(SW.secureMessagingNotSupported);
    const command: RemoteCommand = plain;
    if (command.ins === SELECT || command.ins === GET_DATA) {
      const answer = await shown.send(command);
      // What is behind the PIN is not here.
      if (answer.sw !== SW.securityStatus) return answer;
    }
    const answered = usesPhone(command) ? ask(command) : askIfThere(command);
    const answer = await answered.catch(() => only(SW.noDiagnosis));
    if (answer !== undefined) tries.note(command, answer);
    return answer ?? shown.send(command);
  });
  return {
    atr: CARD_ATR,
    transmit: transmission.transmit,
    reset: () => {
      transmission.reset();
      powerOff();
    },
  };
}

/** SELECT tells the suite; the key that belongs to it is the phone's. */
function secureMessagingOf(objects: ReadonlyMap<number, Bytes>): Pick<CardPorts, 'secureMessaging'> {
  const signer = objects.get(OBJECT.secureMessagingSigner);
  const suite = signer && suiteOfSigner(signer);
  if (suite === undefined) return {};
  return { secureMessaging: { suite, certificate: new Uint8Array(0), agree: async () => undefined } };
}

/** Whether a command needs a PIN judged or a key used; VERIFY without data asks after the status alone. */
const usesPhone = ({ ins, data }: RemoteCommand): boolean =>
  ins === GENERAL_AUTHENTICATE ||
  ins === CHANGE_REFERENCE_DATA ||
  ins === RESET_RETRY_COUNTER ||
  (ins === VERIFY && data.length > 0);

/** How many tries the PIN had when the phone last said so (`63CX`, SP 800-73-5 pt2 §3.2.1). */
function triesSeen() {
  let [left, most] = [UNKNOWN_TRIES, UNKNOWN_TRIES];
  return {
    left: () => left,
    note: ({ ins, data }: RemoteCommand, { sw }: ResponseApdu): void => {
      // A wrong response of an unblocking costs tries of its own.
      const ofPin = ins === VERIFY || ins === CHANGE_REFERENCE_DATA;
      if (ofPin && (sw & 0xfff0) === SW.triesLeft) {
        left = sw & 0x0f;
        most = most === UNKNOWN_TRIES ? left : Math.max(left, most);
      } else if (ofPin && sw === SW.blocked) left = 0;
      else if ((ofPin || ins === RESET_RETRY_COUNTER) && sw === SW.done && data.length > 0) left = most;
    },
  };
}
