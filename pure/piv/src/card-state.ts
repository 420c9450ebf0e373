import { closeChannel, type MessageChannel } from './secure-messaging/message-channel.ts';

/** What the card application remembers between commands, until it is reset. */
export interface CardState {
  pinVerified: boolean;
  /** The PIN was given and no private key has been used since: what the signature key asks for each time. */
  pinFresh: boolean;
  /** Secure messaging, from its establishment to the first fault. */
  channel: MessageChannel | undefined;
  /** The pairing code was given under this channel. */
  paired: boolean;
}

export const freshState = (): CardState => ({
  pinVerified: false,
  pinFresh: false,
  channel: undefined,
  paired: false,
});

export function grantPin(state: CardState): void {
  state.pinVerified = true;
  state.pinFresh = true;
}

export function withdrawPin(state: CardState): void {
  state.pinVerified = false;
  state.pinFresh = false;
}

/** The keys go, and what was reached with them (SP 800-73-5 pt2 §4.2). */
export function endChannel(state: CardState): void {
  if (state.channel !== undefined) closeChannel(state.channel);
  state.channel = undefined;
  state.paired = false;
}
