import type { FromReaderToWallet } from '@lanyard/contract';
import { isRetired, PIN_REFERENCE, SECURE_MESSAGING_KEY, SLOT } from '@lanyard/piv';
import { fromBase64 } from '@lanyard/pki';

/** What a desktop does with the card, in a holder's words. */
export type CardAct = 'pin' | 'pin-change' | 'unblock' | 'sign-in' | 'sign' | 'decrypt';

/** One use of the card by a desktop. */
export interface CardUse {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly readerId: string;
  readonly desktop: string;
  readonly act: CardAct;
  readonly outcome: 'done' | 'refused';
}

type Command = Extract<FromReaderToWallet, { readonly type: 'command' }>;

/** Undefined for what uses nothing: a question after the status, a random number, a channel and its pairing code. */
export function actOf(command: Pick<Command, 'ins' | 'p2' | 'data' | 'secured'>): CardAct | undefined {
  const { ins, p2 } = command;
  if (ins === 0x20) return p2 === PIN_REFERENCE && hasData(command) ? 'pin' : undefined;
  if (ins === 0x24) return 'pin-change';
  if (ins === 0x2c) return 'unblock';
  if (ins !== 0x87) return undefined;
  if (p2 === SLOT.signature) return 'sign';
  if (p2 === SLOT.keyManagement || isRetired(p2)) return 'decrypt';
  return p2 === SLOT.administration || p2 === SECURE_MESSAGING_KEY ? undefined : 'sign-in';
}

/** What is protected tells by its first object whether there is data inside (SP 800-73-5 pt2 §4.2). */
const hasData = ({ data, secured }: Pick<Command, 'data' | 'secured'>): boolean =>
  secured === true ? fromBase64(data)[0] === 0x87 : data !== '';

/** Acts with a private key: those that a holder may be asked about. */
export const usesKey = (act: CardAct): boolean => act === 'sign-in' || act === 'sign' || act === 'decrypt';
