import type { FromReaderToWallet } from '@lanyard/contract';
import { isRetired, SLOT } from '@lanyard/piv';

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

/** Undefined for what uses nothing: a question after the status, a random number. */
export function actOf({ ins, p2, data }: Pick<Command, 'ins' | 'p2' | 'data'>): CardAct | undefined {
  if (ins === 0x20) return data === '' ? undefined : 'pin';
  if (ins === 0x24) return 'pin-change';
  if (ins === 0x2c) return 'unblock';
  if (ins !== 0x87) return undefined;
  if (p2 === SLOT.signature) return 'sign';
  if (p2 === SLOT.keyManagement || isRetired(p2)) return 'decrypt';
  return p2 === SLOT.administration ? undefined : 'sign-in';
}

/** Acts with a private key: those that a holder may be asked about. */
export const usesKey = (act: CardAct): boolean => act === 'sign-in' || act === 'sign' || act === 'decrypt';
